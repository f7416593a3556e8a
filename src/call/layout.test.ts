import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Corner,
  corners,
  gridOf,
  moveCorner,
  nearestCorner,
  placeDuo,
  placeGrid,
  placeStrip,
  type Rect,
  type Size,
  type StageForm,
  stageForm,
  tilesPerPage,
} from './layout.ts';

const counts = [2, 3, 4, 5, 6, 9, 12, 16, 25];

const fixtures: readonly (readonly [Size, StageForm, string])[] = [
  [
    { width: 1440, height: 780 },
    'desktop',
    '2x1 716x572 | 2x2 686x386 | 2x2 686x386 | 3x2 474x379 | 3x2 474x379 | 3x3 452x254 | 4x3 354x254 | 4x4 336x189 | 5x5 265x149',
  ],
  [
    { width: 1080, height: 780 },
    'desktop',
    '1x2 686x386 | 2x2 536x386 | 2x2 536x386 | 2x3 452x254 | 2x3 452x254 | 3x3 354x254 | 3x4 336x189 | 4x4 264x189 | 5x5 209x149',
  ],
  [
    { width: 1920, height: 930 },
    'desktop',
    '2x1 956x764 | 2x2 819x461 | 2x2 819x461 | 3x2 634x461 | 3x2 634x461 | 3x3 541x304 | 4x3 474x304 | 4x4 402x226 | 5x5 319x179',
  ],
  [
    { width: 390, height: 640 },
    'phone-portrait',
    '1x2 390x317 | 1x3 372x209 | 2x2 192x256 | 2x3 192x209 | 2x3 192x209 | 2x5 192x123 | 3x4 126x155 | page | page',
  ],
  [
    { width: 844, height: 330 },
    'phone-landscape',
    '2x1 419x330 | 3x1 277x277 | 2x2 288x162 | 3x2 277x162 | 3x2 277x162 | 5x2 164x162 | 4x3 188x106 | 6x3 135x106 | page',
  ],
  [
    { width: 768, height: 900 },
    'tablet',
    '1x2 768x446 | 2x2 380x422 | 2x2 380x422 | 2x3 380x294 | 2x3 380x294 | 3x3 250x278 | 3x4 250x219 | 4x4 186x206 | page',
  ],
];

describe('gridOf', () => {
  for (const [stage, form, expected] of fixtures) {
    it(`places people as agreed on a ${form} stage of ${stage.width}x${stage.height}`, () => {
      const got = counts.map((count) => {
        const grid = gridOf(stage, count, form);
        return grid === null ? 'page' : `${grid.columns}x${grid.rows} ${grid.tile.width}x${grid.tile.height}`;
      });
      expect(got.join(' | ')).toBe(expected);
    });
  }

  it('lets one person fill the stage, also where the stage is long or flat', () => {
    expect(gridOf({ width: 1440, height: 100 }, 1, 'desktop')).toEqual({
      columns: 1,
      rows: 1,
      tile: { width: 1440, height: 100 },
    });
  });
});

describe('tilesPerPage', () => {
  it('caps what one page shows by the form', () => {
    const wide = { width: 3000, height: 2000 };
    expect(tilesPerPage(wide, 50, 'desktop')).toBe(25);
    expect(tilesPerPage(wide, 50, 'tablet')).toBe(9);
    expect(tilesPerPage(wide, 50, 'phone-portrait')).toBe(6);
    expect(tilesPerPage(wide, 50, 'phone-landscape')).toBe(6);
  });

  it('shows fewer where tiles would be too small to read, and one at least', () => {
    expect(tilesPerPage({ width: 320, height: 240 }, 4, 'phone-portrait')).toBe(4);
    expect(tilesPerPage({ width: 320, height: 130 }, 4, 'phone-portrait')).toBe(2);
    expect(tilesPerPage({ width: 40, height: 20 }, 4, 'phone-portrait')).toBe(1);
  });
});

describe('stageForm', () => {
  it('goes by the window', () => {
    expect(stageForm({ width: 390, height: 844 })).toBe('phone-portrait');
    expect(stageForm({ width: 844, height: 390 })).toBe('phone-landscape');
    expect(stageForm({ width: 768, height: 1024 })).toBe('tablet');
    expect(stageForm({ width: 1440, height: 900 })).toBe('desktop');
  });
});

const anyForm = fc.constantFrom<StageForm>('desktop', 'tablet', 'phone-portrait', 'phone-landscape');
const anyStage = fc.record({ width: fc.integer({ min: 200, max: 2600 }), height: fc.integer({ min: 120, max: 1600 }) });

function overlaps(a: Rect, b: Rect): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}

function isInside(stage: Size, rect: Rect): boolean {
  return (
    rect.left >= 0 &&
    rect.top >= 0 &&
    rect.left + rect.width <= stage.width + 0.001 &&
    rect.top + rect.height <= stage.height + 0.001
  );
}

describe('placeGrid', () => {
  it('keeps everybody inside the stage, nobody over anybody, in reading order', () => {
    fc.assert(
      fc.property(anyStage, anyForm, fc.integer({ min: 1, max: 50 }), (stage, form, count) => {
        const places = placeGrid(stage, tilesPerPage(stage, count, form), form);
        expect(places.length).toBeGreaterThan(0);
        for (const [index, place] of places.entries()) {
          expect(isInside(stage, place)).toBe(true);
          for (const later of places.slice(index + 1)) {
            expect(overlaps(place, later)).toBe(false);
            expect(later.top > place.top || (later.top === place.top && later.left > place.left)).toBe(true);
          }
        }
      }),
    );
  });

  it('gives everybody the same size', () => {
    fc.assert(
      fc.property(anyStage, anyForm, fc.integer({ min: 1, max: 25 }), (stage, form, count) => {
        const places = placeGrid(stage, tilesPerPage(stage, count, form), form);
        expect(new Set(places.map((place) => `${place.width}x${place.height}`)).size).toBe(1);
      }),
    );
  });

  it('centres the last row', () => {
    const [, , last] = placeGrid({ width: 1440, height: 780 }, 3, 'desktop');
    expect(last && last.left + last.width / 2).toBe(720);
  });

  it('places nobody in an empty room', () => {
    expect(placeGrid({ width: 1440, height: 780 }, 0, 'desktop')).toEqual([]);
  });
});

describe('placeStrip', () => {
  it('keeps one row of whole tiles above a sheet', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 139 }),
        fc.integer({ min: 200, max: 1024 }),
        fc.integer({ min: 1, max: 50 }),
        (height, width, count) => {
          const places = placeStrip({ width, height }, count, 'phone-portrait');
          expect(places.length).toBeGreaterThan(0);
          for (const [index, place] of places.entries()) {
            expect(isInside({ width, height }, place)).toBe(true);
            expect(places.slice(index + 1).some((later) => overlaps(place, later))).toBe(false);
          }
        },
      ),
    );
  });
});

describe('two people', () => {
  const stage = { width: 1416, height: 780 };

  it('give the other the whole stage and float the own picture inside it, in each corner', () => {
    fc.assert(
      fc.property(anyStage, anyForm, fc.constantFrom(...corners), (anyOf, form, corner) => {
        const duo = placeDuo(anyOf, corner, form);
        expect(duo.other).toEqual({ left: 0, top: 0, ...anyOf });
        expect(isInside(anyOf, duo.self)).toBe(true);
        const middle = { x: duo.self.left + duo.self.width / 2, y: duo.self.top + duo.self.height / 2 };
        expect(nearestCorner(anyOf, middle)).toBe(corner);
      }),
    );
  });

  it('size the own picture at 22 % of the width between 160 and 280 px', () => {
    expect(placeDuo({ width: 1000, height: 780 }, 'top-right', 'desktop').self.width).toBe(220);
    expect(placeDuo({ width: 600, height: 780 }, 'top-right', 'desktop').self.width).toBe(160);
    expect(placeDuo({ width: 1900, height: 930 }, 'top-right', 'desktop').self.width).toBe(280);
  });

  it('move it with the arrow keys to any corner and never out of the stage', () => {
    const from: Corner = 'top-right';
    expect(moveCorner(from, 'down')).toBe('bottom-right');
    expect(moveCorner(from, 'left')).toBe('top-left');
    expect(moveCorner(from, 'up')).toBe('top-right');
    expect(moveCorner('bottom-left', 'right')).toBe('bottom-right');
    expect(moveCorner('bottom-left', 'up')).toBe('top-left');
  });

  it('snap a dragged picture to the nearest corner', () => {
    expect(nearestCorner(stage, { x: 100, y: 700 })).toBe('bottom-left');
    expect(nearestCorner(stage, { x: 1300, y: 10 })).toBe('top-right');
  });
});
