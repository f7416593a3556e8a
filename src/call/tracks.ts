// The person's own devices as one state machine per kind: wanted, opening, on, failed. Pure; web/devices executes it.

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
  readonly phase: 'off' | 'opening' | 'on' | 'failed';
  readonly problem: DeviceProblem | null;
  readonly choices: readonly DeviceChoice[];
  /** Id of the one in use or to be used next; null = the browser's default. */
  readonly chosen: string | null;
}
