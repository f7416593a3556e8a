// The headers that every answer carries. Pure.

/** Everything from here, nothing from elsewhere, no inline code, no HTML sinks (CSP level 3, Trusted Types). */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** What a call needs, for our own page. */
const allowed = [
  'camera',
  'microphone',
  'display-capture',
  'fullscreen',
  'screen-wake-lock',
  'autoplay',
  'picture-in-picture',
  'clipboard-write',
];
/** For nobody. Names that Chromium does not know yet are left out: each would be a warning in every console. */
const forbidden = [
  'accelerometer',
  'browsing-topics',
  'clipboard-read',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'midi',
  'payment',
  'publickey-credentials-get',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];
const permissionsPolicy = [...allowed.map((name) => `${name}=(self)`), ...forbidden.map((name) => `${name}=()`)].join(
  ', ',
);

const oneYearSeconds = 31_536_000;

/** HSTS only where the operator has said that there is https: on a LAN address it would lock people out. */
export function securityHeaders(publicOrigin: string | null): Readonly<Record<string, string>> {
  const always = {
    'content-security-policy': contentSecurityPolicy,
    'permissions-policy': permissionsPolicy,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  const isHttps = publicOrigin?.startsWith('https://') ?? false;
  return isHttps ? { ...always, 'strict-transport-security': `max-age=${oneYearSeconds}` } : always;
}
