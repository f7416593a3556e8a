// Compresses what browsers fetch once, at build time and as small as it gets, instead of at every request.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';

const compressible = /\.(?:js|css|html|svg|json|webmanifest|txt)$/;
/** Below this the answer fits one packet either way. */
const leastBytes = 1_024;

/**
 * Puts a `.br` and a `.gz` beside every file of the folder that gets smaller by it.
 *
 * @param {string} folder
 */
export async function compressFolder(folder) {
  const names = await readdir(folder, { recursive: true });
  await Promise.all(names.filter((name) => compressible.test(name)).map((name) => compressFile(join(folder, name))));
}

/** @param {string} path */
async function compressFile(path) {
  const content = await readFile(path);
  if (content.byteLength < leastBytes) return;
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, { params: { [zlib.BROTLI_PARAM_SIZE_HINT]: content.byteLength } }),
    promisify(gzip)(content, { level: 9 }),
  ]);
  if (br.byteLength < content.byteLength) await writeFile(`${path}.br`, br);
  if (gz.byteLength < content.byteLength) await writeFile(`${path}.gz`, gz);
}
