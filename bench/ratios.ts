// Two things measured in turn, A B A B, so that whatever the machine does meanwhile happens to both. Knows no unit.

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface Paired {
  readonly ours: readonly number[];
  readonly floor: readonly number[];
  /** Ours by the floor measured right after it. */
  readonly ratios: readonly number[];
}

export interface PairedMeasurement {
  readonly pairs: number;
  /** Pairs before those, measured and thrown away. */
  readonly warmUps: number;
  readonly ours: () => Promise<number>;
  readonly floor: () => Promise<number>;
}

export async function measureInTurn({ pairs, warmUps, ours, floor }: PairedMeasurement): Promise<Paired> {
  const results: { readonly ours: number; readonly floor: number }[] = [];
  for (let pair = 0; pair < warmUps + pairs; pair += 1) results.push({ ours: await ours(), floor: await floor() });
  const kept = results.slice(warmUps);
  return {
    ours: kept.map((result) => result.ours),
    floor: kept.map((result) => result.floor),
    ratios: kept.map((result) => result.ours / result.floor),
  };
}

/** @throws RangeError without numbers. */
export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) throw new RangeError('nothing was measured');
  return { median: quantile(sorted, 0.5), least, most };
}

/** Of sorted numbers, linear between neighbours. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
