// How a feature's message is wrapped, on the way to the room and between members.
import * as v from 'valibot';

const Word = v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z-]{0,31}$/));

/** To the room's referee; `body` is parsed by the feature's own schema. */
export const FeatureCommand = v.strictObject({ feature: Word, type: Word, body: v.unknown() });
export type FeatureCommand = v.InferOutput<typeof FeatureCommand>;

/** From the room's referee to one member. */
export const FeatureFact = v.strictObject({ feature: Word, type: Word, body: v.unknown() });
export type FeatureFact = v.InferOutput<typeof FeatureFact>;

/** Between members, inside a RoomChannel message. */
export const ChannelMessage = v.strictObject({ feature: Word, body: v.unknown() });
export type ChannelMessage = v.InferOutput<typeof ChannelMessage>;
