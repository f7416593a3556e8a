// Reads what a source file reaches for: the modules it imports, types included, and the names it uses.
import { posix } from 'node:path';
import { parseSync } from 'vite';

export interface Source {
  /** Paths below the root ("src/call/call.ts"), packages by name ("socket.io"), Node's own as "node:fs". */
  readonly imports: ReadonlySet<string>;
  /** Every identifier and property name; comments and texts do not count. */
  readonly names: ReadonlySet<string>;
}

/** Where `#names` lead, as package.json declares them: "#call/*" to "./src/call/*". */
export type Aliases = Readonly<Record<string, string>>;

/** @throws SyntaxError when `code` is not TypeScript. */
export function readSource(path: string, code: string, aliases: Aliases): Source {
  const imports = new Set<string>();
  const names = new Set<string>();
  visit(parseSync(path, code).program, (node) => {
    const { type, source, name } = node;
    if (isNode(source) && typeof source['value'] === 'string') imports.add(resolve(path, source['value'], aliases));
    if ((type === 'Identifier' || type === 'JSXIdentifier') && typeof name === 'string') names.add(name);
  });
  return { imports, names };
}

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (isNode(value)) {
    see(value);
    for (const child of Object.values(value)) visit(child, see);
  }
}

function resolve(from: string, specifier: string, aliases: Aliases): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  if (specifier.startsWith('#')) return throughAlias(specifier, aliases);
  if (specifier.startsWith('node:')) return specifier;
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function throughAlias(specifier: string, aliases: Aliases): string {
  for (const [alias, target] of Object.entries(aliases)) {
    const [before = '', after] = alias.split('*');
    if (after === undefined ? specifier === alias : specifier.startsWith(before))
      return posix.normalize(target.replace('*', specifier.slice(before.length)));
  }
  return specifier;
}
