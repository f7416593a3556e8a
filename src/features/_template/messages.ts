// What is said about the tally: to the room, by the room, between members. Each a schema with its bounds.
import * as v from 'valibot';
import { MemberId } from '#protocol/ids.ts';
import { Count } from '#protocol/messages.ts';

export const amountMax = 10;

const Amount = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(amountMax));
/** Made by who asks: the same command twice is one. */
const CommandId = v.pipe(v.string(), v.minLength(1), v.maxLength(40));

export const TallyCommand = v.variant('type', [
  v.strictObject({ type: v.literal('add'), body: v.strictObject({ id: CommandId, amount: Amount }) }),
  v.strictObject({ type: v.literal('reset'), body: v.strictObject({ id: CommandId }) }),
]);
export type TallyCommand = v.InferOutput<typeof TallyCommand>;

export const TallyFact = v.variant('type', [
  v.strictObject({ type: v.literal('added'), body: v.strictObject({ by: MemberId, amount: Amount }) }),
  v.strictObject({ type: v.literal('view'), body: v.strictObject({ total: Count, mine: Count }) }),
]);
export type TallyFact = v.InferOutput<typeof TallyFact>;
export type TallyView = Extract<TallyFact, { type: 'view' }>['body'];

export const Cheer = v.strictObject({ cheer: v.picklist(['clap', 'wave']) });
export type Cheer = v.InferOutput<typeof Cheer>;
