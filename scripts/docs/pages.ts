// The pages of docs/ that have tables made from the code, and how the tables get into them.
import { readFileSync, writeFileSync } from 'node:fs';
import { errorCodeTable, exitCodeTable, settingTable } from './operating-tables.ts';
import { eventTable, factTable, limitTable, refusalList, shapeSections } from './protocol-tables.ts';

export interface Page {
  readonly path: string;
  /** What stands between `<!-- NAME: made from the code -->` and `<!-- end of NAME -->`. */
  readonly sections: Readonly<Record<string, () => string>>;
}

export const pages: readonly Page[] = [
  {
    path: 'docs/protocol.md',
    sections: {
      events: eventTable,
      facts: factTable,
      refusals: refusalList,
      shapes: shapeSections,
      limits: limitTable,
    },
  },
  {
    path: 'docs/operating.md',
    sections: { settings: settingTable, 'exit codes': exitCodeTable, 'error codes': errorCodeTable },
  },
];

/**
 * The page as it must read now, with its own prose.
 *
 * @throws Error when the page has no place for a section.
 */
export function upToDate({ path, sections }: Page): string {
  return Object.entries(sections).reduce(
    (text, [name, make]) => {
      const [start, end] = [`<!-- ${name}: made from the code -->`, `<!-- end of ${name} -->`];
      const [from, to] = [text.indexOf(start), text.indexOf(end)];
      if (from < 0 || to < from) throw new Error(`${path} has no place for ${name}.`);
      return `${text.slice(0, from + start.length)}\n\n${make()}\n\n${text.slice(to)}`;
    },
    readFileSync(path, 'utf8'),
  );
}

export function writePages(): void {
  for (const page of pages) writeFileSync(page.path, upToDate(page));
}
