// What the server keeps on disk: one secret, made at the first start. There is no default secret.
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const secretBytes = 32;

/** The folder or its secret cannot be used; the message is for the operator. */
export class DataFolderError extends Error {}

/** The secret of this installation, 32 bytes. The folder becomes 0700 and the file is made 0600. */
export async function openSecret(dataDir: string, randomBytes: (count: number) => Uint8Array): Promise<Uint8Array> {
  const path = join(dataDir, 'secret');
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await chmod(dataDir, 0o700);
    const secret = (await readSecret(path)) ?? (await makeSecret(path, randomBytes));
    if (secret.byteLength !== secretBytes)
      throw new DataFolderError(`${path} is damaged: it must hold ${secretBytes} bytes`);
    await chmod(path, 0o600);
    return secret;
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    throw new DataFolderError(`MADANG_DATA_DIR ${dataDir} cannot be used: ${messageOf(error)}`);
  }
}

async function readSecret(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Written whole under another name first: neither a crash nor a second server can leave half a secret. */
async function makeSecret(path: string, randomBytes: (count: number) => Uint8Array): Promise<Uint8Array> {
  const draft = `${path}.${Buffer.from(randomBytes(6)).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(secretBytes));
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return readFile(path);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
