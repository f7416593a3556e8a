// The house's own icons: 24 px grid, drawn with one stroke. Always beside words or inside a named control, so never named.

const circle = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
const box = (x: number, y: number, w: number, h: number, r: number) =>
  `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}h${2 * r - w}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - h}a${r} ${r} 0 0 1 ${r} ${-r}z`;

const icons = {
  alert: 'M12 4 2.8 19.5h18.4ZM12 10v4.5M12 17.3v.01',
  camera: `m16 10 4.6-2.9a.9.9 0 0 1 1.4.8v8.2a.9.9 0 0 1-1.4.8L16 14${box(2, 6, 14, 12, 2.5)}`,
  'camera-off':
    'M10.7 6H13.5A2.5 2.5 0 0 1 16 8.5V11l4.6-3.7a.9.9 0 0 1 1.4.7v8M16 16a2.5 2.5 0 0 1-2.5 2h-9A2.5 2.5 0 0 1 2 15.5v-7A2.5 2.5 0 0 1 4.5 6H5M3 3l18 18',
  chat: 'M21 12a8 8 0 0 1-8 8H4.6a.6.6 0 0 1-.5-1l1.5-2A8 8 0 0 1 5 12a8 8 0 0 1 16 0Z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  clock: `${circle(12, 12, 9)}M12 7v5.2l3.5 2`,
  copy: `${box(9, 9, 12, 12, 2.5)}M5.5 15A2.5 2.5 0 0 1 3 12.5v-7A2.5 2.5 0 0 1 5.5 3h7A2.5 2.5 0 0 1 15 5.5`,
  crown: 'M3.5 8 8 11.5 12 5l4 6.5L20.5 8 19 18H5Z',
  down: 'm6 9.5 6 6 6-6',
  flip: 'M4 12a8 8 0 0 1 13.7-5.6L20 8.5M20 4v4.5h-4.5M20 12a8 8 0 0 1-13.7 5.6L4 15.5M4 20v-4.5h4.5',
  globe: `${circle(12, 12, 9)}M3 12h18M12 3c5 5.5 5 12.5 0 18-5-5.5-5-12.5 0-18Z`,
  leave: 'M14 4.5A2 2 0 0 0 12 3H6a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h6a2 2 0 0 0 2-1.5M10 12h11M17.5 8.5 21 12l-3.5 3.5',
  link: 'M10 13.5a4.5 4.5 0 0 0 6.5.5l3-3a4.6 4.6 0 0 0-6.5-6.5l-1.5 1.5M14 10.5a4.5 4.5 0 0 0-6.5-.5l-3 3a4.6 4.6 0 0 0 6.5 6.5l1.5-1.5',
  lock: `${box(4.5, 10.5, 15, 10.5, 2.5)}M8 10.5V7a4 4 0 0 1 8 0v3.5`,
  microphone: 'M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM19 11v1a7 7 0 0 1-14 0v-1M12 19v3',
  'microphone-off':
    'M15 9.3V6a3 3 0 0 0-5.7-1.3M9 9v3a3 3 0 0 0 5.1 2.1M19 11v1a7 7 0 0 1-.6 2.8M16 17.6A7 7 0 0 1 5 12v-1M12 19v3M3 3l18 18',
  minus: 'M5 12h14',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z',
  more: 'M5 12v.01M12 12v.01M19 12v.01',
  move: 'M12 3v18M3 12h18M12 3 9.5 5.5M12 3l2.5 2.5M12 21l-2.5-2.5M12 21l2.5-2.5M3 12l2.5-2.5M3 12l2.5 2.5M21 12l-2.5-2.5M21 12l-2.5 2.5',
  next: 'm9.5 6 6 6-6 6',
  people: `${circle(9, 8, 3.5)}M2.5 20a6.5 6.5 0 0 1 13 0M16 4.7a3.5 3.5 0 0 1 0 6.6M18.5 14.5a6.5 6.5 0 0 1 3 5.5`,
  plus: 'M12 5v14M5 12h14',
  previous: 'm14.5 6-6 6 6 6',
  qr: `${box(4, 4, 6, 6, 1)}${box(14, 4, 6, 6, 1)}${box(4, 14, 6, 6, 1)}M14 14v2.5M14 20v-.01M17.5 14H20v3M17 20h3`,
  retry: 'M20 12a8 8 0 1 1-2.5-5.8L20 8.5M20 4v4.5h-4.5',
  send: 'M12 19.5V5M5.5 11.5 12 5l6.5 6.5',
  settings: `M4 7h9M19 7h1M4 17h1M11 17h9${circle(16, 7, 2.75)}${circle(8, 17, 2.75)}`,
  share:
    'M12 15V3.5M8 7l4-4 4 4M7 11H5.5A1.5 1.5 0 0 0 4 12.5v6A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5v-6a1.5 1.5 0 0 0-1.5-1.5H17',
  shield: 'M12 3 5 5.5V11c0 5 3 8.2 7 10 4-1.8 7-5 7-10V5.5Zm-3 8.8 2.2 2.2 4-4.2',
  sun: `${circle(12, 12, 4)}M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4`,
  volume: 'M11 5 6.5 9H3.5v6h3L11 19ZM15 9a4 4 0 0 1 0 6M18 6a8.5 8.5 0 0 1 0 12',
  x: 'M6 6l12 12M18 6 6 18',
} as const;

export type IconName = keyof typeof icons;

export function Icon({ name, kind = '' }: { readonly name: IconName; readonly kind?: 'sm' | 'host sm' | '' }) {
  const kinds = kind === '' ? '' : ` icon--${kind.replace(' ', ' icon--')}`;
  return (
    <svg class={`icon${kinds}${name === 'more' ? ' icon--dots' : ''}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={icons[name]} />
    </svg>
  );
}

/** The microphone whose capsule fills with the level: set `--level` (0 to 1) on it or above it. */
export function MicrophoneLevelIcon() {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <rect class="mic-level" x="9.9" y="4" width="4.2" height="10" rx="2.1" />
      <path d={icons.microphone} />
    </svg>
  );
}
