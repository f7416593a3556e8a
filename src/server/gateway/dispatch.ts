// One way in for every event: unknown, wrong phase, wrong role, too large, too many, malformed: refused in this order with
// a code, counted, and without an effect. What passes goes to the front desk. Knows no socket library.
import { type Refusal, type RefusalCode, refusal, refusalCodes } from '#protocol/errors.ts';
import { type AnswerOf, type ClientEvent, type GateRow, gate } from '#protocol/gate.ts';
import { parse } from '#protocol/messages.ts';
import type { FrontDesk } from '../rooms/front-desk.ts';
import type { Visitor } from '../rooms/visitor.ts';
import { sizeOf } from './body-size.ts';
import type { Payer, Rates } from './rates.ts';

/** The sender as the door sees it. */
export interface Sender extends Visitor {
  readonly socketId: string;
  readonly address: string;
}

export class Dispatch {
  readonly #desk: FrontDesk;
  readonly #rates: Rates;
  readonly #refused = new Map<RefusalCode, number>(refusalCodes.map((code) => [code, 0]));
  #isStopping = false;

  constructor(desk: FrontDesk, rates: Rates) {
    this.#desk = desk;
    this.#rates = rates;
  }

  /** How many messages were refused with which code since the start. */
  get refused(): ReadonlyMap<RefusalCode, number> {
    return this.#refused;
  }

  /** From now on everything is refused. */
  stop(): void {
    this.#isStopping = true;
  }

  /**
   * `args`: what came after the event's name, without the acknowledgement. Throws only for a bug of ours; the sender of a
   * flood of refused messages is disconnected.
   */
  async answer(sender: Sender, event: string, args: readonly unknown[]): Promise<unknown> {
    const answer = await this.#decide(sender, event, args);
    if (!answer.ok) {
      this.#refused.set(answer.code, (this.#refused.get(answer.code) ?? 0) + 1);
      if (await this.#rates.isFlooding(payerOf(sender))) sender.disconnect();
    }
    return answer;
  }

  async #decide(sender: Sender, event: string, args: readonly unknown[]): Promise<{ readonly ok: true } | Refusal> {
    if (this.#isStopping) return refusal('server-stopping');
    if (!isClientEvent(event)) return refusal('unknown-event');
    const refused = refuseAtDoor(gate[event], sender, args);
    if (refused !== null) return refused;
    const waitMs = await this.#rates.take(gate[event].rate, payerOf(sender));
    if (waitMs !== null) return refusal('too-many', { retryAfterMs: waitMs });
    // Time has passed: the seat may have been given up or taken over meanwhile.
    return refuseAtDoor(gate[event], sender, args) ?? this.#run(event, sender, args[0]);
  }

  #run<E extends ClientEvent>(event: E, sender: Sender, body: unknown): AnswerOf<E> | Refusal {
    const parsed = parse(gate[event].body, body);
    return parsed.ok ? this.#desk[event](sender, parsed.value) : refusal('bad-message');
  }
}

/** Everything that needs no schema and no budget. */
export function refuseAtDoor(row: GateRow, sender: Visitor, args: readonly unknown[]): Refusal | null {
  const { seat } = sender;
  if (!row.phases.includes(seat === null ? 'visitor' : 'member')) return refusal('wrong-phase');
  if (row.role === 'host' && !(seat?.room.isHost(seat.member) ?? false)) return refusal('not-allowed');
  if (args.length !== 1) return refusal('bad-message');
  const bytes = sizeOf(args[0], row.maxBytes);
  if (bytes === null) return refusal('bad-message');
  return bytes > row.maxBytes ? refusal('too-large') : null;
}

function isClientEvent(event: string): event is ClientEvent {
  return Object.hasOwn(gate, event);
}

function payerOf({ socketId, address, seat }: Sender): Payer {
  return { socket: socketId, member: seat?.member ?? null, room: seat?.room.id ?? null, address };
}
