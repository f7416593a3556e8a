// The own camera as a stream that a video element can show.
import { type ReadonlySignal, useComputed } from '@preact/signals';

/** A stream of this track, the same one while the track is the same. */
export function useStream(track: ReadonlySignal<MediaStreamTrack | null>): ReadonlySignal<MediaStream | null> {
  return useComputed(() => (track.value === null ? null : new MediaStream([track.value])));
}

/** People know themselves from the mirror; what the back camera sees is not them. */
export function isMirrored(track: MediaStreamTrack | null): boolean {
  return track?.getSettings?.().facingMode !== 'environment';
}
