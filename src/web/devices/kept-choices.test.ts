import { describe, expect, it } from 'vitest';
import { keepChoice, readKeptChoices } from './kept-choices.ts';

const desk = { id: 'cam-2', groupId: 'desk', label: 'Desk' };

function storageWith(
  text: string | null,
): Pick<Storage, 'getItem' | 'setItem'> & { readonly text: () => string | null } {
  let kept = text;
  return {
    getItem: () => kept,
    setItem: (_key, value) => {
      kept = value;
    },
    text: () => kept,
  };
}

const blocked: Pick<Storage, 'getItem' | 'setItem'> = {
  getItem: () => {
    throw new DOMException('denied', 'SecurityError');
  },
  setItem: () => {
    throw new DOMException('full', 'QuotaExceededError');
  },
};

describe('kept choices', () => {
  it('are read as they were kept, one kind beside the other', () => {
    const storage = storageWith(null);
    keepChoice(storage, 'camera', desk);
    keepChoice(storage, 'speaker', { ...desk, label: 'Earphones' });
    expect(readKeptChoices(storage)).toEqual({ camera: desk, speaker: { ...desk, label: 'Earphones' } });
  });

  it.each(['', 'null', '[]', '{', '{"camera":"x"}', '{"camera":{"id":1}}', '{"hall":{}}'])(
    'forged or broken (%s) are none',
    (text) => {
      expect(readKeptChoices(storageWith(text))).toEqual({});
    },
  );

  it('of blocked or full storage are none, and nothing fails', () => {
    expect(readKeptChoices(blocked)).toEqual({});
    expect(() => keepChoice(blocked, 'camera', desk)).not.toThrow();
    expect(readKeptChoices(null)).toEqual({});
    expect(() => keepChoice(null, 'camera', desk)).not.toThrow();
  });

  it('stay small whatever a driver calls its device, and can be read again', () => {
    const storage = storageWith(null);
    keepChoice(storage, 'camera', { ...desk, label: 'x'.repeat(100_000) });
    expect(storage.text()?.length).toBeLessThan(1_000);
    expect(readKeptChoices(storage).camera?.id).toBe('cam-2');
  });
});
