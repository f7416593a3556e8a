import { describe, expect, it } from 'vitest';
import { type DeviceErrorHints, deviceFailure, isWorthAskingAlone } from './device-errors.ts';
import type { DeviceFailure, DevicePermission } from './tracks.ts';

const hints: DeviceErrorHints = { isSecure: true, isEmbedded: false, isBlockedByEmbedder: false, permission: 'prompt' };

interface Case {
  readonly what: string;
  readonly name: string;
  readonly message?: string;
  readonly hints?: Partial<DeviceErrorHints>;
  readonly failure: DeviceFailure;
}

const cases: readonly Case[] = [
  {
    what: 'the site was blocked earlier',
    name: 'NotAllowedError',
    message: 'Permission denied',
    hints: { permission: 'denied' },
    failure: 'blocked-by-site',
  },
  {
    what: 'the prompt was closed (Chromium)',
    name: 'NotAllowedError',
    message: 'Permission dismissed',
    failure: 'dismissed',
  },
  { what: 'the prompt was closed and the browser only tells the state', name: 'NotAllowedError', failure: 'dismissed' },
  {
    what: 'a refusal nobody can look up',
    name: 'NotAllowedError',
    hints: { permission: 'unknown' },
    failure: 'dismissed',
  },
  {
    what: 'the system says no (Chromium)',
    name: 'NotAllowedError',
    message: 'Permission denied by system',
    hints: { permission: 'denied' },
    failure: 'blocked-by-system',
  },
  {
    what: 'the site may and is refused all the same (Safari, Firefox on macOS)',
    name: 'NotAllowedError',
    message: 'The request is not allowed by the user agent or the platform in the current context.',
    hints: { permission: 'granted' },
    failure: 'blocked-by-system',
  },
  { what: 'another program has the camera', name: 'NotReadableError', failure: 'in-use' },
  { what: 'another program has the camera (old Chromium)', name: 'TrackStartError', failure: 'in-use' },
  { what: 'something kept the hardware from starting', name: 'AbortError', failure: 'in-use' },
  { what: 'there is none', name: 'NotFoundError', failure: 'absent' },
  { what: 'the remembered one is gone', name: 'OverconstrainedError', failure: 'no-match' },
  {
    what: 'plain HTTP, where there is nothing to call',
    name: 'TypeError',
    hints: { isSecure: false },
    failure: 'insecure',
  },
  {
    what: 'the frame lacks its allow tokens (Chromium)',
    name: 'NotAllowedError',
    hints: { isEmbedded: true, isBlockedByEmbedder: true, permission: 'denied' },
    failure: 'embed-policy',
  },
  {
    what: 'the frame is refused (SecurityError)',
    name: 'SecurityError',
    hints: { isEmbedded: true },
    failure: 'embed-policy',
  },
  { what: 'media is switched off for the document', name: 'SecurityError', failure: 'blocked-by-site' },
  { what: 'an error of a future browser', name: 'SomethingNewError', failure: 'in-use' },
];

describe('what a failed device means', () => {
  it.each(cases)('$what: $failure', ({ name, message = '', hints: more, failure }) => {
    expect(deviceFailure({ name, message }, { ...hints, ...more })).toBe(failure);
  });
});

describe('after a request for both failed, one alone is asked for', () => {
  const table: readonly (readonly [string, DevicePermission, DevicePermission, boolean])[] = [
    ['NotFoundError', 'prompt', 'prompt', true],
    ['NotReadableError', 'granted', 'granted', true],
    ['NotAllowedError', 'prompt', 'denied', true],
    ['NotAllowedError', 'granted', 'denied', true],
    ['NotAllowedError', 'denied', 'prompt', false],
    // Just dismissed: a second prompt for the same wish would be rude.
    ['NotAllowedError', 'prompt', 'prompt', false],
    ['NotAllowedError', 'unknown', 'unknown', false],
  ];
  it.each(table)('%s, own permission %s, the other %s: %s', (name, own, other, isWorth) => {
    expect(isWorthAskingAlone({ name, message: '' }, own, other)).toBe(isWorth);
  });
});
