// Says things to assistive technology: one polite and one urgent live region, half a second between two sentences so that
// none is swallowed, comings and goings merged ("3 people came in"). Knows no words and no member.
import { type ReadonlySignal, signal } from '@preact/signals';

export type Saying =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'joined' | 'left'; readonly names: readonly string[] };

const spacingMs = 500;
/** More than this is not news any more: the oldest is dropped. */
const queueMost = 20;

export type Urgency = 'polite' | 'urgent';

export interface Announcer {
  /** What each live region holds now. */
  readonly regions: Readonly<Record<Urgency, ReadonlySignal<string>>>;
  readonly say: (saying: Saying, urgency: Urgency) => void;
}

/** The queue with one saying more: merged with the last one where both are of the same kind, never repeated. */
export function withSaying(queue: readonly Saying[], saying: Saying): readonly Saying[] {
  const last = queue.at(-1);
  if (last !== undefined && last.kind !== 'text' && saying.kind === last.kind) {
    const names = [...last.names, ...saying.names.filter((name) => !last.names.includes(name))];
    return [...queue.slice(0, -1), { kind: saying.kind, names }];
  }
  if (last?.kind === 'text' && saying.kind === 'text' && last.text === saying.text) return queue;
  return [...queue, saying].slice(-queueMost);
}

/** `phrase` makes the words at the moment of speaking, in the language of that moment. */
export function createAnnouncer(phrase: (saying: Saying) => string): Announcer {
  const polite = createRegion(phrase);
  const urgent = createRegion(phrase);
  const of = { polite, urgent };
  return {
    regions: { polite: polite.text, urgent: urgent.text },
    say: (saying, urgency) => of[urgency].say(saying),
  };
}

function createRegion(phrase: (saying: Saying) => string) {
  const text = signal('');
  let queue: readonly Saying[] = [];
  let isPausing = false;

  function speakNext(): void {
    const saying = queue[0];
    if (saying === undefined) return;
    queue = queue.slice(1);
    const sentence = phrase(saying);
    // A region is read when it changes: the same sentence again needs a difference that is not heard.
    text.value = sentence === text.peek() ? `${sentence}\u00a0` : sentence;
    isPausing = true;
    setTimeout(() => {
      isPausing = false;
      speakNext();
    }, spacingMs);
  }

  return {
    text,
    say(saying: Saying): void {
      queue = withSaying(queue, saying);
      if (!isPausing) speakNext();
    },
  };
}
