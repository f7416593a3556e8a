// What comes from the others: one stream a member and source, and the elements that sound. Pictures are shown by the tiles;
// voices are played here, so that no change of the page's layout interrupts them.
import { effect, signal } from '@preact/signals';
import type { Source } from '#call/ports.ts';
import type { MemberId } from '#protocol/ids.ts';
import type { Devices } from '../devices/devices.ts';
import { playThrough } from '../devices/speakers.ts';
import type { MemberMedia } from './call-session.ts';

const nothing: MemberMedia = { camera: null, microphone: null };

export class RemoteMedia {
  readonly media = signal<ReadonlyMap<MemberId, MemberMedia>>(new Map());
  readonly isSoundBlocked = signal(false);
  readonly #voices = new Map<MemberId, HTMLAudioElement>();
  readonly #speakers: Devices['speakers'];
  readonly #stopFollowing: () => void;

  constructor(speakers: Devices['speakers']) {
    this.#speakers = speakers;
    this.#stopFollowing = effect(() => {
      const { chosen } = speakers.value;
      for (const voice of this.#voices.values()) void playThrough(voice, chosen);
    });
  }

  /** A stream keeps its identity while its track changes, so that a picture is replaced without a black frame. */
  receive(member: MemberId, source: Source, track: MediaStreamTrack | null): void {
    const before = this.media.peek().get(member) ?? nothing;
    const stream = track === null ? null : withOnly(before[source] ?? new MediaStream(), track);
    if (stream === before[source]) return;
    const after = { ...before, [source]: stream };
    const media = new Map(this.media.peek());
    if (after.camera === null && after.microphone === null) media.delete(member);
    else media.set(member, after);
    this.media.value = media;
    if (source === 'microphone') this.#play(member, stream);
  }

  /** Call from a click or key: plays what autoplay refused. */
  allowSound(): void {
    this.isSoundBlocked.value = false;
    for (const voice of this.#voices.values()) this.#start(voice);
  }

  close(): void {
    this.#stopFollowing();
    for (const member of [...this.#voices.keys()]) this.#play(member, null);
    this.media.value = new Map();
  }

  #play(member: MemberId, stream: MediaStream | null): void {
    const present = this.#voices.get(member);
    if (stream === null) {
      if (present !== undefined) present.srcObject = null;
      this.#voices.delete(member);
      return;
    }
    const voice = present ?? new Audio();
    this.#voices.set(member, voice);
    voice.srcObject = stream;
    void playThrough(voice, this.#speakers.peek().chosen);
    this.#start(voice);
  }

  #start(voice: HTMLAudioElement): void {
    voice.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.isSoundBlocked.value = true;
    });
  }
}

function withOnly(stream: MediaStream, track: MediaStreamTrack): MediaStream {
  for (const old of stream.getTracks()) if (old !== track) stream.removeTrack(old);
  if (!stream.getTracks().includes(track)) stream.addTrack(track);
  return stream;
}
