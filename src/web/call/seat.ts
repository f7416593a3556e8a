// Taking a seat and taking it again: the same question at the first join, after a reload, and whenever the socket is back.
import type { RoomId, SessionId } from '#protocol/ids.ts';
import { hostKeyOf, keepResumeToken } from '../kept.ts';
import { joinProof } from '../link/room-link.ts';
import type { Answer, Signaling } from '../signaling/signaling.ts';
import type { SaidDevices } from './own-media.ts';

export interface SeatRequest {
  readonly roomId: RoomId;
  readonly secret: string | null;
  readonly name: string;
  /** Of this page: new with every load and with every new seat. */
  readonly session: SessionId;
}

/** The room settles within this many tries after a server's restart. */
const settlingTriesMax = 20;

/**
 * `resumeToken` of the seat to take over: the browser's newest at the first join (a reload, another tab), later this
 * page's own. Waits while a restarted server still gives seats back to their owners.
 */
export async function takeSeat(
  signaling: Signaling,
  { roomId, secret, name, session }: SeatRequest,
  resumeToken: string | null,
  devices: SaidDevices,
): Promise<Answer<'room:join'>> {
  const proof = secret === null ? null : await joinProof(secret);
  for (let tries = 1; ; tries += 1) {
    const hostKey = hostKeyOf(roomId);
    const answer = await signaling.ask('room:join', { roomId, proof, name, session, ...devices, hostKey, resumeToken });
    if (answer.ok) keepResumeToken(roomId, answer.resumeToken);
    if (answer.ok || answer.code !== 'room-settling' || tries >= settlingTriesMax) return answer;
    await pause(answer.retryAfterMs ?? 500);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
