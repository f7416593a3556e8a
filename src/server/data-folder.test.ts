import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { DataFolderError, openSecret } from './data-folder.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'madang-data-'));
  folders.push(made);
  return join(made, 'deep', 'data');
}

test('the first start makes a secret that only the server can read; the second finds the same', async () => {
  const data = await folder();
  const secret = await openSecret(data, randomBytes);
  expect(secret.byteLength).toBe(32);
  expect(((await stat(data)).mode & 0o777).toString(8)).toBe('700');
  expect(((await stat(join(data, 'secret'))).mode & 0o777).toString(8)).toBe('600');
  expect(await openSecret(data, randomBytes)).toEqual(secret);
});

test('two servers that start at once have one secret, and leave no drafts', async () => {
  const data = await folder();
  const secrets = await Promise.all(Array.from({ length: 8 }, () => openSecret(data, randomBytes)));
  expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1);
  expect(Buffer.from(await readFile(join(data, 'secret'))).toString('hex')).toBe(
    Buffer.from(secrets[0] ?? []).toString('hex'),
  );
});

test('a damaged secret stops the start in words', async () => {
  const data = await folder();
  await openSecret(data, randomBytes);
  await writeFile(join(data, 'secret'), 'short');
  await expect(openSecret(data, randomBytes)).rejects.toThrow(DataFolderError);
  await expect(openSecret(join(data, 'secret', 'below'), randomBytes)).rejects.toThrow(/MADANG_DATA_DIR/u);
});
