// Signals of one moment travel in one message: a newcomer's offers to everybody inside cost one upload.
import type { Peer } from '#call/ports.ts';
import { limits } from '#protocol/limits.ts';
import type { SendSignals, Signal } from '#protocol/signaling.ts';

type Addressed = SendSignals['signals'][number];

export interface SignalBatch {
  /** When the first ones have gone. */
  readonly begun: Promise<void>;
  add(to: Peer, signal: Signal): void;
}

/** Offers of one join are ready within a few milliseconds of each other; waiting longer would be felt. */
const batchMs = 5;
/** Room for the envelope inside one frame. */
const batchChars = limits.frameBytes - 8 * 1024;

/** `send` drops what the socket cannot take: the links say it again when signals can be delivered. */
export function signalBatch(send: (batch: SendSignals) => void): SignalBatch {
  let waiting: Addressed[] = [];
  let chars = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting.length > 0) send({ signals: waiting });
    begin();
    waiting = [];
    chars = 0;
  }

  return {
    begun,
    add({ member, session }, signal) {
      const size = JSON.stringify(signal).length;
      if (waiting.length === limits.signalsPerBatch || chars + size > batchChars) flush();
      waiting.push({ to: member, session, signal });
      chars += size;
      // Only offers come in company: an answer or a candidate is waited for.
      if (signal.kind !== 'offer') flush();
      else timer ??= setTimeout(flush, batchMs);
    },
  };
}
