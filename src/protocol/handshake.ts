// What a page says when its socket opens, before any event of the gate.
import * as v from 'valibot';
import { Count } from './messages.ts';

/** Where the sockets live, over WebSocket and polling alike. */
export const socketPath = '/socket.io';

/** Socket.IO's `auth`. Another version than ours is refused with `version-mismatch` as the connect error's `data`. */
export const Handshake = v.strictObject({ version: Count });
export type Handshake = v.InferOutput<typeof Handshake>;
