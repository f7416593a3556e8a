// The own picture and voice before joining: nobody else sees it.
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon, MicrophoneLevelIcon } from '#ui/icon.tsx';
import { Video } from '#ui/video.tsx';
import type { Devices } from '../devices/devices.ts';
import { words } from '../i18n/words.ts';
import { type Hearing, hear, loudness, startHearing } from './loudness.ts';
import { isOn, toggle } from './own-devices.ts';
import { isMirrored, useStream } from './own-picture.ts';

const barsDrawn = 5;

function useHearing(devices: Devices): Hearing {
  const hearing = useSignal<Hearing>('listening');
  const state = useRef(startHearing(performance.now()));
  useSignalEffect(() => {
    const isOn = devices.microphone.value.phase === 'on';
    const level = devices.level.value;
    if (!isOn) return;
    state.current = hear(state.current, level, performance.now());
    hearing.value = state.current.hearing;
  });
  // A level that stays exactly 0 wakes nobody: silence is noticed by the clock.
  useEffect(() => {
    const timer = setInterval(() => {
      if (devices.microphone.peek().phase !== 'on') return;
      state.current = hear(state.current, devices.level.peek(), performance.now());
      hearing.value = state.current.hearing;
    }, 500);
    return () => clearInterval(timer);
  }, [devices]);
  return hearing.value;
}

function Heard({ devices }: { readonly devices: Devices }) {
  const { gate } = words.value;
  const hearing = useHearing(devices);
  const bars = useComputed(() => Math.round(loudness(devices.level.value) * barsDrawn));
  const isWanted = devices.microphone.value.isWanted;
  const text = isWanted ? { heard: gate.heard, silent: gate.silent, listening: gate.listening }[hearing] : gate.muted;
  return (
    <div class="preview__heard" role="status">
      {isWanted ? (
        <span class="level" aria-hidden="true">
          {Array.from({ length: barsDrawn }, (_, bar) => (
            <i key={bar} class={bar < bars.value ? 'on' : ''} />
          ))}
        </span>
      ) : (
        <Icon name="microphone-off" kind="sm" />
      )}
      {text}
    </div>
  );
}

/** Microphone and camera, as they will be on entering. */
function Tools({ devices }: { readonly devices: Devices }) {
  const w = words.value.devices;
  const element = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    element.current?.style.setProperty('--level', loudness(devices.level.value).toFixed(2));
  });
  const isHeard = isOn(devices.microphone.value);
  const isSeen = isOn(devices.camera.value);
  return (
    <div class="preview__tools" ref={element}>
      <button
        type="button"
        class={`tool${isHeard ? '' : ' tool--off'}`}
        aria-label={isHeard ? w.mute : w.unmute}
        onClick={() => toggle(devices, 'microphone')}
      >
        {isHeard ? <MicrophoneLevelIcon /> : <Icon name="microphone-off" />}
      </button>
      <button
        type="button"
        class={`tool${isSeen ? '' : ' tool--off'}`}
        aria-label={isSeen ? w.cameraOff : w.cameraOn}
        onClick={() => toggle(devices, 'camera')}
      >
        <Icon name={isSeen ? 'camera' : 'camera-off'} />
      </button>
    </div>
  );
}

export function Preview({ devices }: { readonly devices: Devices }) {
  const { gate } = words.value;
  const stream = useStream(devices.cameraTrack);
  const camera = devices.camera.value;
  const note = camera.phase === 'opening' ? gate.opening : gate.cameraOff;
  return (
    <div class="preview stage-theme">
      {stream.value === null ? (
        <p class="preview__note">{note}</p>
      ) : (
        <Video stream={stream.value} isMirrored={isMirrored(devices.cameraTrack.value)} label={gate.camera} />
      )}
      {devices.microphone.value.phase === 'on' && <Heard devices={devices} />}
      <Tools devices={devices} />
    </div>
  );
}
