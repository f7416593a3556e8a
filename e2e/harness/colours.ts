// The colours by which tests tell members apart, and how to recognise one after a codec has had its way with it.

const names = ['red', 'yellow', 'green', 'blue', 'magenta'] as const;
export type Colour = (typeof names)[number];
export type Rgb = readonly [number, number, number];

/** What a fake camera is filled with; `hue` in degrees. Far enough apart that no codec makes one of another. */
export const colours: Readonly<Record<Colour, { readonly rgb: Rgb; readonly hue: number }>> = {
  red: { rgb: [200, 30, 30], hue: 0 },
  yellow: { rgb: [200, 190, 30], hue: 56 },
  green: { rgb: [30, 180, 60], hue: 132 },
  blue: { rgb: [30, 60, 200], hue: 229 },
  magenta: { rgb: [190, 30, 190], hue: 300 },
};

const toleranceDegrees = 20;
/** Below this, a picture has no colour to speak of. */
const leastSaturation = 0.3;

/** The colour a picture's mean shows; `grey` when it has none, null when it is none of ours. */
export function colourOf(rgb: Rgb): Colour | 'grey' | null {
  const most = Math.max(...rgb);
  const spread = most - Math.min(...rgb);
  if (most === 0 || spread / most < leastSaturation) return 'grey';
  const hue = hueOf(rgb, most, spread);
  return names.find((name) => degreesBetween(hue, colours[name].hue) <= toleranceDegrees) ?? null;
}

function hueOf([red, green, blue]: Rgb, most: number, spread: number): number {
  if (most === red) return (60 * ((green - blue) / spread) + 360) % 360;
  if (most === green) return 60 * ((blue - red) / spread) + 120;
  return 60 * ((red - green) / spread) + 240;
}

function degreesBetween(a: number, b: number): number {
  const apart = Math.abs(a - b) % 360;
  return Math.min(apart, 360 - apart);
}
