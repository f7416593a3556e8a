import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '#protocol/limits.ts';
import {
  cut,
  cutLossy,
  join,
  type Piece,
  placeOfSeq,
  readBody,
  readFrame,
  relaySeq,
  writeAcks,
  writeFrame,
} from './framing.ts';

const session = 'AAAAAAAAAAAAAAAA';
const other = 'BBBBBBBBBBBBBBBB';

function piecesOf(bodies: readonly Uint8Array[]): readonly Piece[] {
  return bodies.map(readBody).filter((body): body is Piece => body?.kind === 'piece');
}

function said(bytes: number): { feature: string; payload: Uint8Array } {
  return { feature: 'chat', payload: Uint8Array.from({ length: bytes }, (_, index) => index % 251) };
}

describe('a message', () => {
  test('of any size up to the bound comes out as it went in, in pieces that fit a data channel', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: limits.channelMessageBytes - 5 }), (bytes) => {
        const bodies = cut(said(bytes), 7, null) ?? [];
        expect(Math.max(...bodies.map((body) => body.byteLength))).toBeLessThanOrEqual(limits.fragmentBytes);
        const joined = join(piecesOf(bodies));
        // Element by element a quarter of a megabyte takes the matcher seconds.
        expect(Buffer.from(joined?.payload ?? []).equals(said(bytes).payload)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test('of one byte too many is refused', () => {
    expect(cut(said(limits.channelMessageBytes - 5), 1, null)).not.toBeNull();
    expect(cut(said(limits.channelMessageBytes - 4), 1, null)).toBeNull();
  });

  test('that is lossy has to fit one body', () => {
    expect(cutLossy(said(limits.fragmentBytes - 30), 1, null)?.byteLength).toBe(limits.fragmentBytes);
    expect(cutLossy(said(limits.fragmentBytes - 29), 1, null)).toBeNull();
  });

  test('for one member says so in each piece', () => {
    const pieces = piecesOf(cut(said(20_000), 9, session) ?? []);
    expect(pieces.map(({ id, index, count, audience }) => ({ id, index, count, audience }))).toEqual([
      { id: 9, index: 0, count: 2, audience: session },
      { id: 9, index: 1, count: 2, audience: session },
    ]);
  });
});

describe('a frame', () => {
  test('carries both pages, the acknowledgement and the place', () => {
    const frame = {
      to: session,
      from: other,
      acked: { stream: 3, position: 0 },
      place: { stream: 2, position: 4_294_967_295 },
      body: new Uint8Array([1, 2]),
    };
    expect(readFrame(writeFrame(frame))).toEqual(frame);
    expect(readFrame(writeFrame({ ...frame, acked: null, place: null }))).toEqual({
      ...frame,
      acked: null,
      place: null,
    });
  });

  test('over the bound or cut short is none', () => {
    const frame = { to: session, from: other, acked: null, place: null };
    expect(readFrame(writeFrame({ ...frame, body: new Uint8Array(limits.fragmentBytes) }))).not.toBeNull();
    expect(readFrame(writeFrame({ ...frame, body: new Uint8Array(limits.fragmentBytes + 1) }))).toBeNull();
    const whole = writeFrame({ ...frame, body: new Uint8Array(0) });
    expect(readFrame(whole)).not.toBeNull();
    expect(readFrame(whole.subarray(1))).toBeNull();
  });

  test('of the largest message stays below the 16 KiB that browsers send whole', () => {
    const [body] = cut(said(limits.channelMessageBytes - 5), 1, session) ?? [];
    const bytes = writeFrame({ to: session, from: other, acked: null, place: null, body: body ?? new Uint8Array(0) });
    expect(bytes.byteLength).toBeLessThanOrEqual(16 * 1024);
  });
});

test('a place in a stream survives as the one number of a relayed frame', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 21 - 1 }),
      fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      (stream, position) => {
        const seq = relaySeq({ stream, position });
        expect(Number.isSafeInteger(seq)).toBe(true);
        expect(placeOfSeq(seq)).toEqual({ stream, position });
      },
    ),
  );
  expect(placeOfSeq(relaySeq(null))).toBeNull();
});

test('acknowledgements of a whole room fit one body, one more than a room has is none', () => {
  const ack = { session, stream: 1, position: 2 };
  const acks = Array.from({ length: limits.relayTargets }, () => ack);
  expect(readBody(writeAcks(acks))).toEqual({ kind: 'acks', acks });
  expect(readBody(writeAcks([...acks, ack]))).toBeNull();
});

describe('bytes of a stranger', () => {
  test('never throw, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 4 }), (bytes, kind) => {
        const shaped = Uint8Array.from([kind, ...bytes]);
        const body = readBody(shaped);
        if (body !== null && body.kind !== 'acks') join([body]);
        readFrame(shaped);
      }),
      { numRuns: 2_000 },
    );
  });

  test('that claim more pieces than a message may have, or a place outside it, are none', () => {
    const piece = cut(said(10), 1, null)?.[0] ?? new Uint8Array(0);
    const changed = (at: number, value: number): Uint8Array => {
      const copy = piece.slice();
      new DataView(copy.buffer).setUint16(at, value);
      return copy;
    };
    expect(readBody(piece)).not.toBeNull();
    expect(readBody(changed(7, 19))).toBeNull();
    expect(readBody(changed(7, 0))).toBeNull();
    expect(readBody(changed(5, 1))).toBeNull();
    expect(readBody(Uint8Array.from({ length: limits.fragmentBytes + 1 }, () => 1))).toBeNull();
  });
});
