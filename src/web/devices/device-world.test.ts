// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserDeviceWorld } from './device-world.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const iPad =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15';
const android =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';
const desktop = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';

describe('what the browser says of itself', () => {
  it.each([
    [android, 5, true],
    [iPad, 5, true],
    [iPad, 0, false],
    // A laptop with a touch screen has no back camera.
    [desktop, 10, false],
  ])('%s with %i touch points: phone %s', (userAgent, maxTouchPoints, isPhone) => {
    vi.stubGlobal('navigator', { userAgent, maxTouchPoints });
    expect(browserDeviceWorld().isPhone).toBe(isPhone);
  });

  it('without mediaDevices (plain HTTP) there is nothing to ask', () => {
    vi.stubGlobal('navigator', { userAgent: desktop, maxTouchPoints: 0 });
    expect(browserDeviceWorld().media).toBeNull();
  });

  it('a browser that cannot tell a permission says so instead of failing', async () => {
    const query = (): Promise<never> => Promise.reject(new TypeError("'camera' is not a valid PermissionName"));
    vi.stubGlobal('navigator', { userAgent: desktop, maxTouchPoints: 0, permissions: { query } });
    const world = browserDeviceWorld();
    await expect(world.permission('camera')).resolves.toBe('unknown');
    expect(() => world.watchPermission('camera', () => undefined, new AbortController().signal)).not.toThrow();
  });

  it('tells iOS that a call begins, and when it is over', () => {
    const audioSession = { type: 'auto' };
    vi.stubGlobal('navigator', { userAgent: iPad, maxTouchPoints: 5, audioSession });
    const world = browserDeviceWorld();
    world.setCalling(true);
    expect(audioSession.type).toBe('play-and-record');
    world.setCalling(false);
    expect(audioSession.type).toBe('auto');
  });

  it('blocked storage is none', () => {
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    expect(browserDeviceWorld().storage).toBeNull();
  });
});
