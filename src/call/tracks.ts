// The words about a person's own devices: wanted, opening, on, failed, what may happen to them and what follows.
// The rules are own-device.ts (one device) and own-devices.ts (both); web/devices executes them.

export type DeviceKind = 'microphone' | 'camera';

/** Why a device cannot be used; words are in the dictionaries (device errors). */
export type DeviceProblem =
  | 'blocked-by-site'
  | 'dismissed'
  | 'blocked-by-system'
  | 'in-use'
  | 'absent'
  | 'insecure'
  | 'embed-policy'
  | 'interrupted';

export interface DeviceChoice {
  readonly id: string;
  /** As the browser names it; empty before permission. */
  readonly label: string;
}

export interface DeviceState {
  /** The person wants it on. */
  readonly isWanted: boolean;
  /** `on`: the device is open; a muted microphone (not wanted) stays `on`. An open device stays `on` while another is tried. */
  readonly phase: 'off' | 'opening' | 'on' | 'failed';
  /** With phase `on`: why the last choice could not be opened; the earlier device went on. */
  readonly problem: DeviceProblem | null;
  readonly choices: readonly DeviceChoice[];
  /** Id of the one in use or to be used next; null = the browser's default. */
  readonly chosen: string | null;
}

export type DeviceNotice =
  | { readonly kind: 'replaced'; readonly device: DeviceKind; readonly lost: string; readonly now: string }
  | { readonly kind: 'arrived'; readonly device: DeviceKind; readonly label: string; readonly id: string };

export type DevicePermission = 'granted' | 'denied' | 'prompt' | 'unknown';

/** `no-match`: no device fits what was asked (OverconstrainedError); never shown, answered by asking for less. */
export type DeviceFailure = DeviceProblem | 'no-match';

export interface ListedDevice {
  readonly kind: DeviceKind | 'speaker';
  /** Empty before permission (W3C mediacapture-main 9.2); such a device counts, but cannot be named. */
  readonly id: string;
  /** Devices of one housing share it (a webcam and its microphone). */
  readonly groupId: string;
  readonly label: string;
}

/** What is remembered of a choice across visits. Ids change when the browser's data is cleared, labels stay. */
export interface KeptChoice {
  readonly id: string;
  readonly groupId: string;
  readonly label: string;
}

export type Facing = 'user' | 'environment';

export type OpenChoice =
  | { readonly by: 'default' }
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'facing'; readonly facing: Facing };

export interface OpenedDevice extends KeptChoice {
  /** Null where the browser does not say (most desktop cameras). */
  readonly facing: Facing | null;
}

export interface OwnDevice {
  readonly kind: DeviceKind;
  readonly isWanted: boolean;
  /** Wanted at least once: nothing is opened before. */
  readonly isAsked: boolean;
  readonly problem: DeviceProblem | null;
  readonly permission: DevicePermission;
  readonly devices: readonly ListedDevice[];
  /** From an earlier visit, until a list with labels shows whether it is here. */
  readonly kept: KeptChoice | null;
  readonly choice: OpenChoice;
  /** The person made `choice`: remembered once it opened. */
  readonly isOwnChoice: boolean;
  readonly open: OpenedDevice | null;
  readonly isInterrupted: boolean;
  /** What is being opened now; at most one at a time. */
  readonly attempt: OpenChoice | null;
  /** `choice` changed during the attempt and is opened after it. */
  readonly isChoicePending: boolean;
  /** Where to go back to when a camera that had to be closed first cannot be followed by another. */
  readonly fallback: OpenChoice | null;
  /** Unplugged and not replaced yet. */
  readonly lost: KeptChoice | null;
  /** The next list decides what replaces the lost device. */
  readonly isAwaitingList: boolean;
  readonly facing: Facing | null;
  /** Opened without the person since they last acted; bounded, so that a broken device cannot loop. */
  readonly automaticOpens: number;
}

export interface TracksState {
  readonly microphone: OwnDevice;
  readonly camera: OwnDevice;
  /** Oldest first; the page shows the first. */
  readonly notices: readonly DeviceNotice[];
  /** One camera at a time can be open, cameras face the person or the world, and calls interrupt. */
  readonly isPhone: boolean;
  readonly isVisible: boolean;
}

export type TracksEvent =
  | { readonly kind: 'want'; readonly device: DeviceKind; readonly isWanted: boolean }
  | { readonly kind: 'choose'; readonly device: DeviceKind; readonly id: string }
  | { readonly kind: 'flip' }
  | { readonly kind: 'retry'; readonly device: DeviceKind }
  | { readonly kind: 'opened'; readonly device: DeviceKind; readonly opened: OpenedDevice }
  | { readonly kind: 'failed'; readonly device: DeviceKind; readonly failure: DeviceFailure }
  /** Unplugged, or its permission was taken away. */
  | { readonly kind: 'ended'; readonly device: DeviceKind }
  /** The system gives no media for now (a phone call, a mute key); the track lives. */
  | { readonly kind: 'interrupted'; readonly device: DeviceKind }
  | { readonly kind: 'resumed'; readonly device: DeviceKind }
  | { readonly kind: 'visibility'; readonly isVisible: boolean }
  | { readonly kind: 'listed'; readonly devices: readonly ListedDevice[] }
  | { readonly kind: 'permission'; readonly device: DeviceKind; readonly permission: DevicePermission }
  | { readonly kind: 'dismissed' };

export type TracksEffect =
  | { readonly kind: 'open'; readonly device: DeviceKind; readonly choice: OpenChoice }
  /** The track just opened is the one in use from now on; the one before is stopped after it. */
  | { readonly kind: 'adopt'; readonly device: DeviceKind }
  /** The track just opened is not needed any more. */
  | { readonly kind: 'discard'; readonly device: DeviceKind }
  | { readonly kind: 'close'; readonly device: DeviceKind }
  | { readonly kind: 'keep'; readonly device: DeviceKind; readonly choice: KeptChoice }
  | { readonly kind: 'list' };
