import { describe, expect, it } from 'vitest';
import { keepScreenOn } from './wake-lock.ts';

class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  show(isVisible: boolean): void {
    this.visibilityState = isVisible ? 'visible' : 'hidden';
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

class Screen {
  held = 0;
  asked = 0;
  refuses = false;
  #answer: Promise<void> = Promise.resolve();

  async request(): Promise<{ release(): Promise<void> }> {
    this.asked += 1;
    await this.#answer;
    if (this.refuses) throw new DOMException('battery', 'NotAllowedError');
    this.held += 1;
    let isHeld = true;
    return {
      release: async () => {
        if (isHeld) this.held -= 1;
        isHeld = false;
      },
    };
  }

  hold(): () => void {
    let answer = (): void => undefined;
    this.#answer = new Promise((resolve) => {
      answer = resolve;
    });
    return answer;
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('the screen during a call', () => {
  it('stays on until the call ends', async () => {
    const screen = new Screen();
    const end = keepScreenOn(screen, new Page());
    await settled();
    expect(screen.held).toBe(1);
    end();
    end();
    await settled();
    expect(screen.held).toBe(0);
  });

  it('stays on again after the page was hidden', async () => {
    const screen = new Screen();
    const page = new Page();
    const end = keepScreenOn(screen, page);
    await settled();
    page.show(false);
    await settled();
    expect(screen.asked).toBe(1);
    page.show(true);
    await settled();
    expect([screen.asked, screen.held]).toEqual([2, 1]);
    end();
    page.show(true);
    await settled();
    expect([screen.asked, screen.held]).toEqual([2, 0]);
  });

  it('may sleep when the call ended before the answer', async () => {
    const screen = new Screen();
    const answer = screen.hold();
    const end = keepScreenOn(screen, new Page());
    end();
    answer();
    await settled();
    expect(screen.held).toBe(0);
  });

  it('is asked for again where battery saver refused', async () => {
    const screen = new Screen();
    const page = new Page();
    screen.refuses = true;
    keepScreenOn(screen, page);
    await settled();
    screen.refuses = false;
    page.show(true);
    await settled();
    expect(screen.held).toBe(1);
  });

  it("is the system's affair where there is no wake lock", () => {
    expect(() => keepScreenOn(null, new Page())()).not.toThrow();
  });
});
