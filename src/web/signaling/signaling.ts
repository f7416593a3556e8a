// The wire to the server as the pages see it: ask and be answered, hear facts. Knows the gate's events, not their meaning.
import type { ReadonlySignal } from '@preact/signals';
import type { Refusal } from '#protocol/errors.ts';
import type { AnswerOf, BodyOf, ClientEvent, FactOf, ServerFact } from '#protocol/gate.ts';

/** The question could not be put or was not answered in time; it may be asked again. */
export interface Unreachable {
  readonly ok: false;
  readonly code: 'unreachable';
}

export type Answer<E extends ClientEvent> = AnswerOf<E> | Refusal | Unreachable;

export interface Signaling {
  /** `down` carries when the next try is (milliseconds since 1970), or null while one is under way. */
  readonly connection: ReadonlySignal<
    | { readonly phase: 'connecting' }
    | { readonly phase: 'up' }
    | { readonly phase: 'down'; readonly retryAtMs: number | null }
  >;
  /** Never throws. Waits for the socket up to `timeoutMs` (default 8,000), then answers `unreachable`. */
  ask<E extends ClientEvent>(event: E, body: BodyOf<E>, options?: { readonly timeoutMs?: number }): Promise<Answer<E>>;
  /** Sends without waiting for the answer; false when the socket is down (nothing is kept). */
  tell<E extends ClientEvent>(event: E, body: BodyOf<E>): boolean;
  /** Hears parsed facts; returns how to stop. */
  on<F extends ServerFact>(fact: F, receive: (body: FactOf<F>) => void): () => void;
  /** After every connection, the first included; returns how to stop. */
  onUp(receive: () => void): () => void;
  /** Replaces the socket at once, whether it is known to be down or only suspected. */
  reconnectNow(): void;
  close(): void;
}
