// Says in words what a schema accepts: a type with its bounds, and the fields of an object. Knows valibot's insides.
export interface Field {
  readonly name: string;
  readonly isRequired: boolean;
  readonly says: string;
}

/** Schemas that have a name of their own in the page: they are linked instead of spelled out. */
export type Names = ReadonlyMap<unknown, string>;

/** One schema or one step of a pipe, as far as this page reads it. */
interface Piece {
  readonly type: string;
  readonly kind?: string;
  readonly pipe?: readonly Piece[];
  readonly entries?: Readonly<Record<string, Piece>>;
  readonly item?: Piece;
  readonly wrapped?: Piece;
  readonly value?: Piece;
  readonly options?: readonly (Piece | string)[];
  readonly literal?: unknown;
  readonly requirement?: unknown;
  readonly message?: unknown;
}

/** Fields of an object schema, in order; null when it is not an object. */
export function fieldsOf(schema: unknown, names: Names): readonly Field[] | null {
  const { entries } = piece(schema);
  if (entries === undefined) return null;
  return Object.entries(entries).map(([name, entry]) => ({
    name,
    isRequired: entry.type !== 'optional',
    says: inWords(entry, names),
  }));
}

/** The variants of a schema that is one of several objects; null when it is not. */
export function variantsOf(schema: unknown): readonly unknown[] | null {
  const { type, options = [] } = piece(schema);
  return type === 'variant' ? options : null;
}

/** What it accepts, in a few words; schemas with a name are linked. */
export function inWords(schema: unknown, names: Names): string {
  const name = names.get(schema);
  if (name !== undefined) return `[${name}](#${name.toLowerCase()})`;
  return spelledOut(schema, names);
}

/** As `inWords`, without naming the schema itself. */
export function spelledOut(schema: unknown, names: Names): string {
  const { type, item, wrapped, value, options = [], literal } = piece(schema);
  const pipe = stepsOf(piece(schema));
  const bounds = boundsOf(pipe);
  switch (type) {
    case 'optional':
      return inWords(wrapped, names);
    case 'nullable':
      return `${inWords(wrapped, names)} or null`;
    case 'literal':
      return code(literal);
    case 'picklist':
      return options.map(code).join(', ');
    case 'union':
      return options.map((option) => inWords(option, names)).join(' or ');
    case 'array':
      return `list${bounds === '' ? '' : ` of ${bounds}`}, each: ${inWords(item, names)}`;
    case 'record':
      return `by name: ${inWords(value, names)}`;
    case 'instance':
      return 'bytes';
    case 'string':
      return ['text', bounds && `${bounds} characters`, patternOf(pipe)].filter(Boolean).join(', ');
    case 'number':
      return [isWhole(pipe) ? 'whole number' : 'number', bounds].filter(Boolean).join(', ');
    case 'boolean':
      return 'true or false';
    case 'unknown':
      return 'anything (parsed by the feature)';
    case 'strict_object':
      return objectInWords(schema, names);
    default:
      throw new Error(`No words for a schema of type ${type}: add them here.`);
  }
}

function objectInWords(schema: unknown, names: Names): string {
  const fields = Object.entries(piece(schema).entries ?? {});
  if (fields.length === 0) return 'an empty object';
  return `{ ${fields.map(([name, entry]) => `\`${name}\`: ${inWords(entry, names)}`).join('; ')} }`;
}

/** A pipe may start with another pipe. */
function stepsOf({ pipe = [] }: Piece): readonly Piece[] {
  return pipe.flatMap((step) => [step, ...stepsOf(step)]);
}

function boundsOf(pipe: readonly Piece[]): string {
  const [least, most] = [requirement(pipe, 'min_length', 'min_value'), requirement(pipe, 'max_length', 'max_value')];
  if (least !== null && most !== null) return least === most ? `${least}` : `${least} to ${most}`;
  if (most !== null) return `at most ${most}`;
  return least === null ? '' : `at least ${least}`;
}

function requirement(pipe: readonly Piece[], ...types: readonly string[]): number | null {
  const found = pipe.find((step) => types.includes(step.type))?.requirement;
  return typeof found === 'number' ? found : null;
}

function patternOf(pipe: readonly Piece[]): string | null {
  const pattern = pipe.find((step) => step.type === 'regex')?.requirement;
  return pattern instanceof RegExp ? `\`${pattern.source}\`` : null;
}

function isWhole(pipe: readonly Piece[]): boolean {
  return pipe.some((step) => step.type === 'integer' || step.type === 'safe_integer');
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

function piece(schema: unknown): Piece {
  if (!isPiece(schema)) throw new TypeError('Not a schema.');
  return schema;
}

/** Every schema and every step of a pipe says its type; the other properties follow from it. */
function isPiece(value: unknown): value is Piece {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
