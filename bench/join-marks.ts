// When what happened between the press on the button and the first frame of the other person. The same marks in the
// product and in the bare page. Sent into the page as text: uses nothing of this file.

declare global {
  interface Window {
    /** Milliseconds since the press; the first time of each. */
    readonly joinMarks?: Readonly<Record<string, number>>;
  }
}

/** In order, as they come on the side that joins. */
export const stages = ['said', 'connection', 'offer', 'answer', 'connected', 'frame'] as const;

/** In the page, before its own scripts. `far`: selector of the video element that will show the other person. */
export function recordJoin(far: string): void {
  const marks: Record<string, number> = {};
  let pressedAtMs: number | null = null;
  Object.defineProperty(window, 'joinMarks', { value: marks });
  const mark = (name: string): void => {
    if (pressedAtMs !== null) marks[name] ??= performance.now() - pressedAtMs;
  };
  document.addEventListener(
    'click',
    ({ target }) => {
      if (target instanceof Element && /^(?:Join|Call)/.test(target.closest('button')?.textContent?.trim() ?? ''))
        pressedAtMs ??= performance.now();
    },
    { capture: true },
  );

  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    mark('said');
    send.call(this, data);
  };
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(target, args: ConstructorParameters<typeof RTCPeerConnection>) {
      mark('connection');
      const connection = new target(...args);
      connection.addEventListener('connectionstatechange', () => {
        if (connection.connectionState === 'connected') mark('connected');
      });
      connection.addEventListener('signalingstatechange', () => {
        mark(connection.signalingState === 'stable' ? 'answer' : 'offer');
      });
      return connection;
    },
  });

  const watched = new WeakSet<HTMLVideoElement>();
  const watch = (): void => {
    const video = document.querySelector<HTMLVideoElement>(far);
    if (video === null || watched.has(video)) return;
    watched.add(video);
    video.requestVideoFrameCallback(() => mark('frame'));
  };
  new MutationObserver(watch).observe(document, { childList: true, subtree: true });
}
