// What a link room's server may carry but not read: bodies sealed by AES-GCM (NIST SP 800-38D) under a key of the
// speaking page. Knows nothing of order; opening proves who spoke, in which room, and whether the body has a place.
import type { RoomId } from '#protocol/ids.ts';
import { relayKey } from './room-link.ts';

type Speaker = Omit<Parameters<typeof relayKey>[1], 'roomId'>;

export interface RelaySeal {
  seal(body: Uint8Array<ArrayBuffer>, isPlaced: boolean): Promise<Uint8Array<ArrayBuffer>>;
  /** Null when it was not sealed so by this speaker. */
  open(speaker: Speaker, sealed: Uint8Array, isPlaced: boolean): Promise<Uint8Array<ArrayBuffer> | null>;
}

const nonceBytes = 12;
const tagBytes = 16;
/** Pages of one room whose keys are at hand; the oldest makes room. */
const keysKept = 100;

/** A nonce repeated under one key would give the key away, and the key comes from the session: one seal a session. */
const sealedSessions = new Set<string>();

/** Throws when `me.session` has a seal already: that would be a bug which costs the secrecy of everything said. */
export function createRelaySeal(secret: string, roomId: RoomId, me: Speaker): RelaySeal {
  if (sealedSessions.has(me.session)) throw new Error('A session is sealed once: take a new one for a new seat');
  sealedSessions.add(me.session);
  const keys = new Map<string, Promise<CryptoKey>>();
  let sealedCount = 0n;

  function keyOf(speaker: Speaker): Promise<CryptoKey> {
    const name = `${speaker.member} ${speaker.session}`;
    const known = keys.get(name);
    if (known !== undefined) return known;
    const key = relayKey(secret, { roomId, ...speaker });
    const [oldest] = keys.keys();
    if (keys.size >= keysKept && oldest !== undefined) keys.delete(oldest);
    keys.set(name, key);
    return key;
  }

  function parameters(nonce: Uint8Array<ArrayBuffer>, speaker: Speaker, isPlaced: boolean): AesGcmParams {
    const bound = [roomId, speaker.member, speaker.session, isPlaced ? 'placed' : 'unplaced'].join(' ');
    const additionalData = new Uint8Array(new TextEncoder().encode(bound));
    return { name: 'AES-GCM', iv: nonce, additionalData, tagLength: tagBytes * 8 };
  }

  return {
    async seal(body, isPlaced) {
      sealedCount += 1n;
      const nonce = new Uint8Array(nonceBytes);
      new DataView(nonce.buffer).setBigUint64(nonceBytes - 8, sealedCount);
      const key = await keyOf(me);
      const sealed = await crypto.subtle.encrypt(parameters(nonce, me, isPlaced), key, body);
      const whole = new Uint8Array(nonceBytes + sealed.byteLength);
      whole.set(nonce);
      whole.set(new Uint8Array(sealed), nonceBytes);
      return whole;
    },
    async open(speaker, sealed, isPlaced) {
      if (sealed.byteLength <= nonceBytes + tagBytes) return null;
      const bytes = new Uint8Array(sealed);
      const key = await keyOf(speaker);
      try {
        const nonce = bytes.subarray(0, nonceBytes);
        const body = await crypto.subtle.decrypt(parameters(nonce, speaker, isPlaced), key, bytes.subarray(nonceBytes));
        return new Uint8Array(body);
      } catch {
        return null;
      }
    },
  };
}
