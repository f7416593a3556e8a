// One visit to one room, from the link to having left: asks what may be known, opens the devices, enters, watches the end.
// Draws nothing; room.tsx shows its phase.
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { EndReason } from '#call/state.ts';
import type { FeatureContextInCall } from '#contract.web';
import type { RoomId } from '#protocol/ids.ts';
import type { RoomGlance } from '#protocol/session.ts';
import type { CallSession } from '../call/call-session.ts';
import type { Entered } from '../call/entering.ts';
import type { Devices } from '../devices/devices.ts';
import {
  forgetRoom,
  keepName,
  keepRoom,
  keepTabCall,
  keepWanted,
  keptWanted,
  secretOf,
  tabCall,
  type WantedDevices,
} from '../kept.ts';
import { joinProof } from '../link/room-link.ts';
import { settings } from '../settings.ts';
import { openSounds, type Sounds, webAudioTones } from '../sounds.ts';
import { announce } from '../store.ts';
import type { House } from './house.ts';

export type Refused = Exclude<Entered, { ok: true }>;

export interface Farewell {
  readonly reason: Exclude<EndReason, 'moved' | 'seat-lost'>;
  readonly roomName: string;
  readonly stayed: readonly string[];
  readonly durationMs: number;
}

export type VisitPhase =
  | { readonly kind: 'looking' }
  | {
      readonly kind: 'gate';
      readonly glance: RoomGlance;
      readonly refused: Refused | null;
      readonly isEntering: boolean;
    }
  | { readonly kind: 'returning' }
  | { readonly kind: 'in'; readonly call: CallSession }
  | { readonly kind: 'moved'; readonly roomName: string }
  | { readonly kind: 'refused'; readonly refused: Refused }
  | { readonly kind: 'left'; readonly farewell: Farewell };

/** With this many inside a newcomer starts muted: one open microphone more is noise, not company. */
const manyInside = 5;

/** About the person or their devices: told at the gate, where it can be mended. Everything else is about the room. */
const mendable: ReadonlySet<Refused['code']> = new Set([
  'name-invalid',
  'microphone-needed',
  'devices-needed',
  'too-many',
  'unreachable',
  'room-settling',
  'server-stopping',
]);

export class RoomVisit {
  readonly phase: ReadonlySignal<VisitPhase>;
  readonly roomId: RoomId;
  readonly secret: string | null;
  readonly sounds: Sounds;
  readonly #house: House;
  readonly #phase = signal<VisitPhase>({ kind: 'looking' });
  #devices: Devices | null = null;
  #stopKeeping: () => void = () => undefined;
  #stopWatching: () => void = () => undefined;
  readonly #stopRetrying: () => void;
  #name = '';
  #isOver = false;

  constructor(house: House, roomId: RoomId) {
    this.#house = house;
    this.roomId = roomId;
    this.secret = secretOf(roomId);
    this.phase = this.#phase;
    this.sounds = openSounds({
      isOn: (sound) => settings.peek().sounds[sound === 'message' ? 'messages' : 'comings'],
      inside: () => this.#inside(),
      nowMs: () => performance.now(),
      output: webAudioTones(),
    });
    this.#stopRetrying = house.signaling.onUp(() => this.#serverIsBack());
    const before = tabCall();
    if (before?.roomId === roomId) {
      this.#name = before.name;
      void this.#return(before.wanted);
    } else void this.look();
  }

  /** Opened at the first use, so that a room that is not there asks for no permission. */
  get devices(): Devices {
    this.#devices ??= this.#house.openDevices();
    return this.#devices;
  }

  /** Asks again what may be known of the room. */
  async look(): Promise<void> {
    this.#become({ kind: 'looking' });
    // WebCrypto, which makes the proof, is for secure contexts only (W3C Web Cryptography section 10).
    if (this.secret !== null && !globalThis.isSecureContext) return this.#refuse({ ok: false, code: 'needs-https' });
    const answer = await this.#house.signaling.ask('room:peek', { roomId: this.roomId, proof: await this.#proof() });
    if (this.#isOver) return;
    if (!answer.ok) {
      this.#refuse(answer);
      return;
    }
    const wanted = keptWanted();
    const isCrowded = answer.inside >= manyInside;
    this.#want({ camera: wanted.camera, microphone: wanted.microphone && !isCrowded });
    this.#become({ kind: 'gate', glance: answer, refused: null, isEntering: false });
  }

  /** Enters with this name from the gate. */
  async join(name: string): Promise<void> {
    const at = this.#phase.peek();
    if (at.kind !== 'gate' || at.isEntering) return;
    this.#name = name;
    keepName(name);
    this.#become({ ...at, refused: null, isEntering: true });
    const entered = await this.#enter();
    if (this.#isOver || entered === null) return;
    if (mendable.has(entered.code)) this.#become({ ...at, refused: entered, isEntering: false });
    else this.#refuse(entered);
  }

  /** Goes in again after leaving, or takes the seat back from another tab. */
  async rejoin(): Promise<void> {
    await this.#return(keptWanted());
  }

  /** The page is left: the call with it. */
  close(): void {
    if (this.#isOver) return;
    const at = this.#phase.peek();
    if (at.kind === 'in') {
      this.#stopWatching();
      at.call.leave();
      keepTabCall(null);
    }
    this.#isOver = true;
    this.#stopRetrying();
    this.#closeDevices();
    this.sounds.close();
  }

  /** Whoever was told that the server is away need not press anything when it is back. */
  #serverIsBack(): void {
    const at = this.#phase.peek();
    if (at.kind === 'refused' && at.refused.code === 'unreachable') void this.look();
  }

  async #return(wanted: WantedDevices): Promise<void> {
    this.#become({ kind: 'returning' });
    this.#want(wanted);
    const refused = await this.#enter();
    if (this.#isOver || refused === null) return;
    keepTabCall(null);
    if (mendable.has(refused.code)) await this.look();
    else this.#refuse(refused);
  }

  /** Null when it worked. */
  async #enter(): Promise<Refused | null> {
    const { signaling, enter } = this.#house;
    const { roomId, secret, devices } = this;
    const entered = await enter({ signaling, devices, roomId, secret, name: this.#name, announce: this.#announce });
    if (this.#isOver) {
      if (entered.ok) entered.call.leave();
      return null;
    }
    if (!entered.ok) return entered;
    this.#entered(entered.call);
    return null;
  }

  #entered(call: CallSession): void {
    const { rules } = call.state.peek();
    keepRoom({ roomId: this.roomId, secret: this.secret, name: rules.name });
    this.#keepChoices();
    this.#become({ kind: 'in', call });
    const enteredAtMs = performance.now();
    this.#stopWatching();
    this.#stopWatching = effect(() => {
      const { ended } = call.state.value;
      if (ended !== null) queueMicrotask(() => this.#ended(call, ended, performance.now() - enteredAtMs));
    });
  }

  #ended(call: CallSession, reason: EndReason, durationMs: number): void {
    this.#stopWatching();
    if (this.#isOver) return;
    const state = call.state.peek();
    const roomName = state.rules.name;
    const wanted = keptWanted();
    // The tab that lost the seat must not fetch it back by a reload alone.
    keepTabCall(null);
    this.#closeDevices();
    if (reason === 'room-gone') forgetRoom(this.roomId);
    if (reason === 'moved') {
      this.#become({ kind: 'moved', roomName });
      return;
    }
    if (reason === 'seat-lost') {
      void this.#return(wanted);
      return;
    }
    const stayed = state.members.filter((member) => member.id !== state.me).map((member) => member.name);
    this.#become({ kind: 'left', farewell: { reason, roomName, stayed, durationMs } });
  }

  #refuse(refused: Refused): void {
    this.#closeDevices();
    if (refused.code === 'room-not-found') forgetRoom(this.roomId);
    this.#become({ kind: 'refused', refused });
  }

  #want(wanted: WantedDevices): void {
    this.devices.setWanted('microphone', wanted.microphone);
    this.devices.setWanted('camera', wanted.camera);
  }

  /** A reload finds the same devices on; so does the next room. */
  #keepChoices(): void {
    const { devices, roomId } = this;
    this.#stopKeeping();
    this.#stopKeeping = effect(() => {
      const wanted = { microphone: devices.microphone.value.isWanted, camera: devices.camera.value.isWanted };
      keepWanted(wanted);
      keepTabCall({ roomId, name: this.#name, wanted });
    });
  }

  #closeDevices(): void {
    this.#stopKeeping();
    this.#stopKeeping = () => undefined;
    this.#devices?.close();
    this.#devices = null;
  }

  #inside(): number {
    const at = this.#phase.peek();
    return at.kind === 'in' ? at.call.state.peek().members.length : 0;
  }

  /** What a feature shows as a toast came from somebody: it has a tone as well. */
  readonly #announce: FeatureContextInCall['announce'] = (text, options) => {
    announce(text, options);
    if (options?.toast) this.sounds.play('message');
  };

  #become(phase: VisitPhase): void {
    if (!this.#isOver) this.#phase.value = phase;
  }

  async #proof() {
    return this.secret === null ? null : joinProof(this.secret);
  }
}
