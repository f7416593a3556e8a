// What devices ask of the browser, narrow enough to be played by a fake. Knows no device rules.
import type { DeviceKind, DevicePermission } from '#call/tracks.ts';
import { type Meter, openLevelMeter } from './level-meter.ts';

/** The part of MediaDevices that is used (W3C mediacapture-main 9). */
export interface MediaPort {
  getUserMedia(constraints: MediaStreamConstraints): Promise<{ getTracks(): MediaStreamTrack[] }>;
  enumerateDevices(): Promise<readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId' | 'label'>[]>;
  addEventListener(type: 'devicechange', listener: () => void): void;
  removeEventListener(type: 'devicechange', listener: () => void): void;
}

export interface DeviceWorld {
  /** Null where the page is insecure or the browser has none. */
  readonly media: MediaPort | null;
  readonly isSecure: boolean;
  readonly isEmbedded: boolean;
  /** One camera at a time can be open; cameras have a direction. */
  readonly isPhone: boolean;
  readonly canChooseSpeaker: boolean;
  /** Null where the browser forbids it. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  isBlockedByEmbedder(kind: DeviceKind): boolean;
  permission(kind: DeviceKind): Promise<DevicePermission>;
  /** Calls back on each later change; ends with the signal. */
  watchPermission(kind: DeviceKind, changed: (permission: DevicePermission) => void, signal: AbortSignal): void;
  isVisible(): boolean;
  watchVisibility(changed: () => void, signal: AbortSignal): void;
  openMeter(track: MediaStreamTrack): Meter;
  /** Calls back at most every `periodMs`; returns how to stop. */
  every(periodMs: number, tick: () => void): () => void;
  /** Tells the system that a call begins or is over (iOS chooses loudspeaker, volume and ducking by it). */
  setCalling(isCalling: boolean): void;
}

interface AudioSession {
  type: 'auto' | 'play-and-record';
}

interface PermissionsPolicy {
  allowsFeature(feature: string): boolean;
}

export function browserDeviceWorld(): DeviceWorld {
  const media: MediaPort | undefined = navigator.mediaDevices;
  return {
    media: media ?? null,
    isSecure: window.isSecureContext,
    isEmbedded: window.self !== window.top,
    isPhone: isPhone(),
    canChooseSpeaker: 'setSinkId' in HTMLMediaElement.prototype,
    storage: openStorage(),
    isBlockedByEmbedder: (kind) => permissionsPolicy()?.allowsFeature(kind) === false,
    permission: async (kind) => (await permissionStatus(kind))?.state ?? 'unknown',
    watchPermission: (kind, changed, signal) => void watchPermission(kind, changed, signal),
    isVisible: () => document.visibilityState === 'visible',
    watchVisibility: (changed, signal) => document.addEventListener('visibilitychange', changed, { signal }),
    openMeter: openLevelMeter,
    every: (periodMs, tick) => {
      const timer = setInterval(tick, periodMs);
      return () => clearInterval(timer);
    },
    setCalling: (isCalling) => {
      const session = audioSession();
      if (session !== null) session.type = isCalling ? 'play-and-record' : 'auto';
    },
  };
}

/** Tablets count: what matters is whether cameras face two ways and share one pipeline. */
function isPhone(): boolean {
  const isTouchMac = navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1;
  return isTouchMac || /Android|iPhone|iPad|iPod/.test(navigator.userAgent);
}

function openStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

async function permissionStatus(kind: DeviceKind): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name: kind });
  } catch {
    return null;
  }
}

async function watchPermission(
  kind: DeviceKind,
  changed: (permission: DevicePermission) => void,
  signal: AbortSignal,
): Promise<void> {
  const status = await permissionStatus(kind);
  if (status !== null && !signal.aborted) status.addEventListener('change', () => changed(status.state), { signal });
}

/** Chromium's reading side of the Permissions Policy; other browsers do not tell. */
function permissionsPolicy(): PermissionsPolicy | null {
  const policy: unknown = 'featurePolicy' in document ? document.featurePolicy : null;
  return isPermissionsPolicy(policy) ? policy : null;
}

function isPermissionsPolicy(policy: unknown): policy is PermissionsPolicy {
  return (
    typeof policy === 'object' &&
    policy !== null &&
    'allowsFeature' in policy &&
    typeof policy.allowsFeature === 'function'
  );
}

/** W3C Audio Session; Safari from 16.4. */
function audioSession(): AudioSession | null {
  const session: unknown = 'audioSession' in navigator ? navigator.audioSession : null;
  return isAudioSession(session) ? session : null;
}

function isAudioSession(session: unknown): session is AudioSession {
  return typeof session === 'object' && session !== null && 'type' in session;
}
