// What the camera of a measured call sees: a textured picture of 640 by 360 that moves, the same in every run, because
// encoders work on detail and motion and a plain colour would cost them nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const film = { width: 640, height: 360, fps: 15 } as const;
const frames = 30;
/** A whole turn of the picture in one repetition of the film. */
const pixelsAFrame = Math.round(film.width / frames / 2) * 2;

export interface Film {
  /** YUV4MPEG2, 4:2:0; browsers repeat it without end. */
  readonly file: string;
  remove(): void;
}

export function makeFilm(): Film {
  const folder = mkdtempSync(join(tmpdir(), 'madang-film-'));
  const file = join(folder, 'film.y4m');
  const picture = drawPicture();
  const chroma = Buffer.alloc((film.width * film.height) / 4, 128);
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${film.width} H${film.height} F${film.fps}:1 Ip A1:1 C420jpeg\n`)];
  for (let frame = 0; frame < frames; frame += 1)
    parts.push(Buffer.from('FRAME\n'), turned(picture, frame * pixelsAFrame), chroma, chroma);
  writeFileSync(file, Buffer.concat(parts));
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Waves of several lengths with a little grain (a linear congruential generator, Numerical Recipes' constants). */
function drawPicture(): Buffer {
  const picture = Buffer.alloc(film.width * film.height);
  let grain = 1;
  for (let y = 0; y < film.height; y += 1) {
    for (let x = 0; x < film.width; x += 1) {
      grain = (Math.imul(grain, 1_664_525) + 1_013_904_223) >>> 0;
      const turn = (2 * Math.PI * x) / film.width;
      const waves = 30 * Math.sin(4 * turn + y / 40) + 30 * Math.sin(16 * turn) * Math.cos(y / 12);
      picture[y * film.width + x] = Math.round(126 + waves + (grain >>> 28));
    }
  }
  return picture;
}

/** Every row moved to the left, what falls out coming back on the right. */
function turned(picture: Buffer, pixels: number): Buffer {
  const rows: Buffer[] = [];
  for (let at = 0; at < picture.byteLength; at += film.width) {
    const row = picture.subarray(at, at + film.width);
    const cut = pixels % film.width;
    rows.push(row.subarray(cut), row.subarray(0, cut));
  }
  return Buffer.concat(rows);
}
