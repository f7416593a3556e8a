// Where each tile stands. Pure geometry in CSS pixels; knows counts and sizes, no members and no DOM.

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Relative to the stage's top left corner. */
export interface Rect extends Size {
  readonly left: number;
  readonly top: number;
}

export type StageForm = 'desktop' | 'tablet' | 'phone-portrait' | 'phone-landscape';

interface FormRules {
  readonly gapPx: number;
  /** Width by height: a tile is never narrower or wider than this. */
  readonly aspectMin: number;
  readonly aspectMax: number;
  readonly tileMin: Size;
  /** More faces than this on one page cannot be followed, however well they fit. */
  readonly tilesPerPageMax: number;
}

const widescreen = 16 / 9;

const forms: Readonly<Record<StageForm, FormRules>> = {
  desktop: {
    gapPx: 8,
    aspectMin: 5 / 4,
    aspectMax: widescreen,
    tileMin: { width: 160, height: 120 },
    tilesPerPageMax: 25,
  },
  tablet: { gapPx: 8, aspectMin: 0.9, aspectMax: widescreen, tileMin: { width: 160, height: 120 }, tilesPerPageMax: 9 },
  'phone-portrait': {
    gapPx: 6,
    aspectMin: 3 / 4,
    aspectMax: widescreen,
    tileMin: { width: 110, height: 110 },
    tilesPerPageMax: 6,
  },
  'phone-landscape': {
    gapPx: 6,
    aspectMin: 1,
    aspectMax: widescreen,
    tileMin: { width: 110, height: 90 },
    tilesPerPageMax: 6,
  },
};

/** By the window, not by the stage: a panel that narrows the stage does not make a desktop a phone. */
export function stageForm(window: Size): StageForm {
  if (window.width < 600) return 'phone-portrait';
  if (window.height < 500) return 'phone-landscape';
  return window.width < 1024 ? 'tablet' : 'desktop';
}

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly tile: Size;
}

/**
 * The columns and rows that give `count` tiles (1 or more) the largest picture, with 2 % off for every empty cell.
 * One tile fills the stage. Null when the tiles would be smaller than can be read: show them on pages.
 */
export function gridOf(stage: Size, count: number, form: StageForm): Grid | null {
  if (count === 1)
    return { columns: 1, rows: 1, tile: { width: Math.floor(stage.width), height: Math.floor(stage.height) } };
  const rules = forms[form];
  let best: Grid | null = null;
  let bestScore = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const tile = shrinkToAspect(cellOf(stage, columns, rows, rules.gapPx), rules);
    const score = tile.width * tile.height * (1 - 0.02 * (columns * rows - count));
    if (score > bestScore) {
      bestScore = score;
      best = { columns, rows, tile: { width: Math.floor(tile.width), height: Math.floor(tile.height) } };
    }
  }
  if (best === null || best.tile.width < rules.tileMin.width || best.tile.height < rules.tileMin.height) return null;
  return best;
}

function cellOf(stage: Size, columns: number, rows: number, gapPx: number): Size {
  return { width: (stage.width - (columns - 1) * gapPx) / columns, height: (stage.height - (rows - 1) * gapPx) / rows };
}

function shrinkToAspect(cell: Size, { aspectMin, aspectMax }: FormRules): Size {
  if (cell.width <= 0 || cell.height <= 0) return { width: 0, height: 0 };
  const aspect = cell.width / cell.height;
  if (aspect > aspectMax) return { width: cell.height * aspectMax, height: cell.height };
  if (aspect < aspectMin) return { width: cell.width, height: cell.width / aspectMin };
  return cell;
}

/** How many of `count` tiles one page shows: at least 1, so that even a tiny stage shows somebody. */
export function tilesPerPage(stage: Size, count: number, form: StageForm): number {
  let shown = Math.min(count, forms[form].tilesPerPageMax);
  while (shown > 1 && gridOf(stage, shown, form) === null) shown -= 1;
  return Math.max(1, shown);
}

/** Places for `count` tiles (a page at most), row by row in their order; the last row is centred. */
export function placeGrid(stage: Size, count: number, form: StageForm): readonly Rect[] {
  if (count === 0) return [];
  const grid = gridOf(stage, count, form) ?? {
    columns: 1,
    rows: count,
    tile: cellOf(stage, 1, count, forms[form].gapPx),
  };
  const { columns, rows, tile } = grid;
  const { gapPx } = forms[form];
  const top = (stage.height - rows * tile.height - (rows - 1) * gapPx) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const left = (stage.width - inRow * tile.width - (inRow - 1) * gapPx) / 2;
    return {
      left: left + (index % columns) * (tile.width + gapPx),
      top: top + row * (tile.height + gapPx),
      ...tile,
    };
  });
}

/** One row of tiles as high as the stage, for a stage too flat for anything else; as many of `count` as fit whole. */
export function placeStrip(stage: Size, count: number, form: StageForm): readonly Rect[] {
  const { gapPx } = forms[form];
  const height = Math.floor(stage.height);
  const width = Math.floor(Math.min(stage.width, (stage.height * 4) / 3));
  const fitting = Math.max(1, Math.floor((stage.width + gapPx) / (width + gapPx)));
  const shown = Math.min(count, fitting);
  const left = (stage.width - shown * width - (shown - 1) * gapPx) / 2;
  return Array.from({ length: shown }, (_, index) => ({ left: left + index * (width + gapPx), top: 0, width, height }));
}

export type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';

/** In the order in which a click moves the floating tile on. */
export const corners: readonly Corner[] = ['top-right', 'bottom-right', 'bottom-left', 'top-left'];

export interface Duo {
  readonly other: Rect;
  readonly self: Rect;
}

/** Two people: the other fills the stage, the own picture floats in a corner at 22 % of the width, 160 to 280 px. */
export function placeDuo(stage: Size, corner: Corner, form: StageForm): Duo {
  const isPortrait = form === 'phone-portrait';
  const insetPx = form === 'desktop' || form === 'tablet' ? 16 : 10;
  // A phone's own camera stands upright; and a floating tile never takes more than a third of the stage's height.
  const wish = isPortrait ? 112 : Math.min(280, Math.max(160, stage.width * 0.22));
  const aspect = isPortrait ? 3 / 4 : 16 / 10;
  const width = Math.floor(Math.max(0, Math.min(wish, (stage.height / 3) * aspect, stage.width - 2 * insetPx)));
  const height = Math.floor(width / aspect);
  return {
    other: { left: 0, top: 0, width: stage.width, height: stage.height },
    self: {
      left: corner.endsWith('left') ? insetPx : stage.width - width - insetPx,
      top: corner.startsWith('top') ? insetPx : stage.height - height - insetPx,
      width,
      height,
    },
  };
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The corner an arrow key leads to. */
export function moveCorner(corner: Corner, direction: Direction): Corner {
  const isTop = direction === 'up' || (direction !== 'down' && corner.startsWith('top'));
  const isLeft = direction === 'left' || (direction !== 'right' && corner.endsWith('left'));
  return `${isTop ? 'top' : 'bottom'}-${isLeft ? 'left' : 'right'}`;
}

/** The corner nearest to where the middle of a dragged tile was let go. */
export function nearestCorner(stage: Size, middle: { readonly x: number; readonly y: number }): Corner {
  return `${middle.y < stage.height / 2 ? 'top' : 'bottom'}-${middle.x < stage.width / 2 ? 'left' : 'right'}`;
}
