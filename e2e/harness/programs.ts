// Finds the programs of the machine that the browser tests drive.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @throws Error that says what to install when none of the names is on the path. */
export function findProgram(name: string, ...otherNames: readonly string[]): string {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const paths = [name, ...otherNames].flatMap((program) => folders.map((folder) => join(folder, program)));
  const found = paths.find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(`${name} is not installed here. On Debian, as root: apt-get install ${name}`);
  return found;
}
