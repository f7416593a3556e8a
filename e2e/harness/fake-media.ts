// Makes what the fake cameras and microphones of the browsers show and say: one colour with a moving bar, one tone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Colour, colours, type Rgb } from './colours.ts';

const width = 320;
const height = 180;
const fps = 15;
const barWidth = 16;
const sampleRate = 48_000;

export interface FakeMedia {
  readonly videoFile: string;
  readonly audioFile: string;
  remove(): void;
}

/** Writes a second of video and a second of a tone; browsers repeat both without end. */
export function makeFakeMedia(colour: Colour): FakeMedia {
  const folder = mkdtempSync(join(tmpdir(), 'madang-media-'));
  const videoFile = join(folder, `${colour}.y4m`);
  const audioFile = join(folder, `${colour}.wav`);
  writeFileSync(videoFile, video(colours[colour].rgb));
  writeFileSync(audioFile, tone(300 + colours[colour].hue));
  return { videoFile, audioFile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** YUV4MPEG2, 4:2:0; the bar goes once through the picture, so that no two frames are alike. */
function video(rgb: Rgb): Buffer {
  const [y, u, v] = yuvOf(rgb);
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F${fps}:1 Ip A1:1 C420jpeg\n`)];
  for (let frame = 0; frame < fps; frame += 1) {
    const row = Buffer.alloc(width, y);
    const left = Math.floor((frame * (width - barWidth)) / (fps - 1));
    row.fill(235, left, left + barWidth);
    const luma = Buffer.concat(Array.from({ length: height }, () => row));
    const chroma = (width / 2) * (height / 2);
    parts.push(Buffer.from('FRAME\n'), luma, Buffer.alloc(chroma, u), Buffer.alloc(chroma, v));
  }
  return Buffer.concat(parts);
}

/** ITU-R BT.601, limited range. */
function yuvOf([red, green, blue]: Rgb): Rgb {
  return [
    Math.round(16 + 0.257 * red + 0.504 * green + 0.098 * blue),
    Math.round(128 - 0.148 * red - 0.291 * green + 0.439 * blue),
    Math.round(128 + 0.439 * red - 0.368 * green - 0.071 * blue),
  ];
}

/** RIFF, 16-bit mono: a whole number of periods, so that the repetition does not click. */
function tone(hertz: number): Buffer {
  const data = Buffer.alloc(sampleRate * 2);
  for (let sample = 0; sample < sampleRate; sample += 1)
    data.writeInt16LE(
      Math.round(12_000 * Math.sin((2 * Math.PI * Math.round(hertz) * sample) / sampleRate)),
      sample * 2,
    );
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.byteLength, 40);
  return Buffer.concat([header, data]);
}
