// How a message becomes pieces and how pieces and acknowledgements become bytes, and back. Knows the wire's layout and
// bounds; knows nothing of members, order or time. Reading never throws: what does not fit the layout is null.
//
// A body is what a sender writes once for all who hear it (sealed when it goes through the server of a link room):
//   piece or lossy   u8 kind · u32 id · u16 index · u16 count · 16 audience, zeros for everybody · data
//   acks             u8 kind · n times ( 16 session · u32 stream · u32 position )
// A frame is a body for one page over a data channel. Numbers are big-endian, ids are ASCII as in protocol/ids.ts:
//   u8 version · 16 to · 16 from · u32 acked stream · u32 acked position · u32 stream · u32 position · body or nothing
import { limits } from '#protocol/limits.ts';

export interface Piece {
  /** A lossy message is one piece that has no place in a stream. */
  readonly kind: 'piece' | 'lossy';
  /** Counts the sender's messages, to whomever they go: a later message has a higher number. */
  readonly id: number;
  readonly index: number;
  readonly count: number;
  /** Whom alone it is for (a MemberId), or null for everybody. */
  readonly audience: string | null;
  readonly data: Uint8Array;
}

/** Everything up to `position` of the stream that `session` sends to us is here. */
export interface Ack {
  readonly session: string;
  readonly stream: number;
  readonly position: number;
}

export type Body = Piece | { readonly kind: 'acks'; readonly acks: readonly Ack[] };

/** A position in one of the sender's streams, both counted from 1. */
export interface Place {
  readonly stream: number;
  readonly position: number;
}

export interface Frame {
  readonly to: string;
  readonly from: string;
  /** What the writer of this frame has of the reader's stream; position 0 is "nothing yet". */
  readonly acked: Place | null;
  /** Null: the body is lossy, or there is none. */
  readonly place: Place | null;
  readonly body: Uint8Array;
}

/** What a feature says, before it is cut and after it is joined. */
export interface Said {
  /** ASCII, at most 255 characters. */
  readonly feature: string;
  readonly payload: Uint8Array;
}

/** Bytes of our own making: what may be handed to WebCrypto and to a data channel. */
export type Bytes = Uint8Array<ArrayBuffer>;

const idChars = 16;
const pieceHeaderBytes = 9 + idChars;
const pieceDataBytes = limits.fragmentBytes - pieceHeaderBytes;
const highestPieceCount = Math.ceil(limits.channelMessageBytes / pieceDataBytes);
const ackBytes = idChars + 8;
const frameHeaderBytes = 1 + 2 * idChars + 16;
const frameVersion = 1;
const kindBytes = { piece: 1, lossy: 2, acks: 3 } as const;
const streamUnit = 2 ** 32;

/** The message as bodies of at most `limits.fragmentBytes`, or null when it is over `limits.channelMessageBytes`. */
export function cut(said: Said, id: number, audience: string | null): readonly Bytes[] | null {
  const whole = writeSaid(said);
  if (whole.byteLength > limits.channelMessageBytes) return null;
  const count = Math.ceil(whole.byteLength / pieceDataBytes);
  return Array.from({ length: count }, (_, index) => {
    const data = whole.subarray(index * pieceDataBytes, (index + 1) * pieceDataBytes);
    return writePiece({ kind: 'piece', id, index, count, audience, data });
  });
}

/** One lossy body, or null when the message does not fit one. */
export function cutLossy(said: Said, id: number, audience: string | null): Bytes | null {
  const data = writeSaid(said);
  if (data.byteLength > pieceDataBytes) return null;
  return writePiece({ kind: 'lossy', id, index: 0, count: 1, audience, data });
}

/** The pieces of one message, in order and complete, as the message; null when they hold none. */
export function join(pieces: readonly Piece[]): Said | null {
  const bytes = pieces.reduce((sum, piece) => sum + piece.data.byteLength, 0);
  if (bytes > limits.channelMessageBytes) return null;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece.data, at);
    at += piece.data.byteLength;
  }
  return readSaid(whole);
}

export function writeAcks(acks: readonly Ack[]): Bytes {
  const body = new Uint8Array(1 + acks.length * ackBytes);
  const view = viewOf(body);
  body[0] = kindBytes.acks;
  acks.forEach((ack, index) => {
    const at = 1 + index * ackBytes;
    writeAscii(body, at, ack.session);
    view.setUint32(at + idChars, ack.stream);
    view.setUint32(at + idChars + 4, ack.position);
  });
  return body;
}

export function readBody(bytes: Uint8Array): Body | null {
  if (bytes.byteLength > limits.fragmentBytes) return null;
  const kind = bytes[0];
  if (kind === kindBytes.piece) return readPiece('piece', bytes);
  if (kind === kindBytes.lossy) return readPiece('lossy', bytes);
  return kind === kindBytes.acks ? readAcks(bytes) : null;
}

export function writeFrame(frame: Frame): Bytes {
  const bytes = new Uint8Array(frameHeaderBytes + frame.body.byteLength);
  const view = viewOf(bytes);
  bytes[0] = frameVersion;
  writeAscii(bytes, 1, frame.to);
  writeAscii(bytes, 1 + idChars, frame.from);
  writePlace(view, 1 + 2 * idChars, frame.acked);
  writePlace(view, 9 + 2 * idChars, frame.place);
  bytes.set(frame.body, frameHeaderBytes);
  return bytes;
}

export function readFrame(bytes: Uint8Array): Frame | null {
  if (bytes.byteLength < frameHeaderBytes || bytes.byteLength > frameHeaderBytes + limits.fragmentBytes) return null;
  if (bytes[0] !== frameVersion) return null;
  const view = viewOf(bytes);
  return {
    to: readAscii(bytes, 1, idChars),
    from: readAscii(bytes, 1 + idChars, idChars),
    acked: readPlace(view, 1 + 2 * idChars),
    place: readPlace(view, 9 + 2 * idChars),
    body: bytes.subarray(frameHeaderBytes),
  };
}

/** A place as the one number of a RelayFrame; 0 = no place. */
export function relaySeq(place: Place | null): number {
  return place === null ? 0 : place.stream * streamUnit + place.position;
}

export function placeOfSeq(seq: number): Place | null {
  const stream = Math.floor(seq / streamUnit);
  return stream === 0 ? null : { stream, position: seq % streamUnit };
}

function writeSaid(said: Said): Uint8Array {
  const whole = new Uint8Array(1 + said.feature.length + said.payload.byteLength);
  whole[0] = said.feature.length;
  writeAscii(whole, 1, said.feature);
  whole.set(said.payload, 1 + said.feature.length);
  return whole;
}

function readSaid(whole: Uint8Array): Said | null {
  const chars = whole[0];
  if (chars === undefined || chars === 0 || whole.byteLength < 1 + chars) return null;
  return { feature: readAscii(whole, 1, chars), payload: whole.subarray(1 + chars) };
}

function writePiece(piece: Piece): Bytes {
  const body = new Uint8Array(pieceHeaderBytes + piece.data.byteLength);
  const view = viewOf(body);
  body[0] = kindBytes[piece.kind];
  view.setUint32(1, piece.id);
  view.setUint16(5, piece.index);
  view.setUint16(7, piece.count);
  if (piece.audience !== null) writeAscii(body, 9, piece.audience);
  body.set(piece.data, pieceHeaderBytes);
  return body;
}

function readPiece(kind: Piece['kind'], bytes: Uint8Array): Piece | null {
  if (bytes.byteLength <= pieceHeaderBytes) return null;
  const view = viewOf(bytes);
  const [id, index, count] = [view.getUint32(1), view.getUint16(5), view.getUint16(7)];
  if (id === 0 || index >= count || count > (kind === 'lossy' ? 1 : highestPieceCount)) return null;
  const audience = bytes[9] === 0 ? null : readAscii(bytes, 9, idChars);
  return { kind, id, index, count, audience, data: bytes.subarray(pieceHeaderBytes) };
}

function readAcks(bytes: Uint8Array): Body | null {
  const count = (bytes.byteLength - 1) / ackBytes;
  if (!Number.isInteger(count) || count > limits.relayTargets) return null;
  const view = viewOf(bytes);
  const acks = Array.from({ length: count }, (_, index) => {
    const at = 1 + index * ackBytes;
    const session = readAscii(bytes, at, idChars);
    return { session, stream: view.getUint32(at + idChars), position: view.getUint32(at + idChars + 4) };
  });
  return { kind: 'acks', acks };
}

function writePlace(view: DataView, at: number, place: Place | null): void {
  view.setUint32(at, place?.stream ?? 0);
  view.setUint32(at + 4, place?.position ?? 0);
}

function readPlace(view: DataView, at: number): Place | null {
  const stream = view.getUint32(at);
  return stream === 0 ? null : { stream, position: view.getUint32(at + 4) };
}

function writeAscii(bytes: Uint8Array, at: number, text: string): void {
  for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
}

function readAscii(bytes: Uint8Array, at: number, chars: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + chars));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
