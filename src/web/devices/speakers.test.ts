import { describe, expect, it } from 'vitest';
import { playThrough } from './speakers.ts';

function element(refuses = false) {
  const asked: string[] = [];
  return {
    asked,
    sinkId: '',
    async setSinkId(id: string): Promise<void> {
      asked.push(id);
      if (refuses) throw new DOMException('gone', 'NotFoundError');
      this.sinkId = id;
    },
  };
}

describe('what is played', () => {
  it('goes to the chosen speaker, and back to the default', async () => {
    const audio = element();
    await playThrough(audio, 'out-2');
    expect(audio.sinkId).toBe('out-2');
    await playThrough(audio, null);
    expect(audio.sinkId).toBe('');
  });

  it('is not moved when it is there already', async () => {
    const audio = element();
    await playThrough(audio, null);
    expect(audio.asked).toEqual([]);
  });

  it('goes on where it is when the speaker has gone', async () => {
    await expect(playThrough(element(true), 'out-2')).resolves.toBeUndefined();
  });
});
