// Holds one file to the map of the house and says in words where it breaks out.
import { doors, featureStandsOn, floors, ownedNames, rehearsalStandsOn, testsStandOn } from './house.ts';
import type { Source } from './source.ts';

/** One sentence for each wall that the file breaks; none when it keeps to the plan. */
export function breaches(path: string, source: Source): readonly string[] {
  const standsOn = whatItStandsOn(path);
  if (standsOn === null) return [`${path} stands on no floor of the house`];
  const imports = [...source.imports].map((imported) => whyNotImport(path, imported, standsOn));
  const names = isTest(path) ? [] : ownedNames.map((owned) => whyNotName(path, source.names, owned));
  return [...imports, ...names].filter((why) => why !== null);
}

function whyNotImport(path: string, imported: string, standsOn: readonly string[]): string | null {
  if (isTest(path) && isIn(imported, testsStandOn)) return null;
  const door = doors.find(({ opens }) => opens(imported));
  if (door !== undefined && !isOwnFeature(path, imported) && !path.startsWith('src/testing/')) {
    if (isIn(path, door.keepers)) return null;
    return `${path} imports ${imported}: ${door.what} is only for ${door.keepers.join(' and ')}`;
  }
  return isIn(imported, standsOn) ? null : `${path} imports ${imported}, on which its floor does not stand`;
}

function whyNotName(path: string, names: ReadonlySet<string>, owned: (typeof ownedNames)[number]): string | null {
  if (!names.has(owned.name) || (owned.keeper !== null && isIn(path, [owned.keeper]))) return null;
  return `${path} names ${owned.name}: only ${owned.keeper ?? 'nobody'} may`;
}

/** What a file may import by where it lives, its own floor included; null when it lives nowhere. */
function whatItStandsOn(path: string): readonly string[] | null {
  if (path.startsWith('src/testing/')) return rehearsalStandsOn;
  const feature = featureOf(path);
  if (feature !== null)
    return [feature, ...(path.startsWith(`${feature}web/`) ? featureStandsOn.web : featureStandsOn.pure)];
  const floor = floors.find(({ name }) => isIn(path, [name]));
  return floor === undefined ? null : [floor.name, ...floor.standsOn];
}

function isTest(path: string): boolean {
  return path.includes('.test.') || path.startsWith('src/testing/');
}

function isOwnFeature(path: string, imported: string): boolean {
  const feature = featureOf(path);
  return feature !== null && imported.startsWith(feature);
}

function featureOf(path: string): string | null {
  return /^src\/features\/[^/]+\//.exec(path)?.[0] ?? null;
}

/** A place that ends in "/" or ":" holds all below it; any other is one file or package. */
function isIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => (/[/:]$/.test(place) ? path.startsWith(place) : path === place));
}
