// The tables of docs/protocol.md, made from the schemas themselves so that they cannot say anything else.
import * as envelope from '#protocol/envelope.ts';
import * as errors from '#protocol/errors.ts';
import { facts, type GateRow, gate } from '#protocol/gate.ts';
import * as handshake from '#protocol/handshake.ts';
import * as ids from '#protocol/ids.ts';
import { limits } from '#protocol/limits.ts';
import * as messages from '#protocol/messages.ts';
import * as relay from '#protocol/relay.ts';
import * as rooms from '#protocol/rooms.ts';
import * as session from '#protocol/session.ts';
import * as signaling from '#protocol/signaling.ts';
import { fieldsOf, inWords, type Names, spelledOut, variantsOf } from './describe-schema.ts';
import { table } from './markdown.ts';

const modules = [ids, messages, handshake, errors, session, rooms, signaling, relay, envelope];

/** Every exported schema by its name, in the order in which a reader meets them. Plain numbers are said in place. */
const names: Names = new Map(
  modules
    .flatMap((module) => Object.entries(module).filter(([, value]) => isSchema(value)))
    .map(([name, schema]) => [schema, name]),
);

/** One row an event: what a page may ask. */
export function eventTable(): string {
  return table(
    ['Event', 'Who', 'Rate class', 'Most bytes', 'Body', 'Answer', 'What it does'],
    Object.entries<GateRow>(gate).map(([event, row]) => [
      `\`${event}\``,
      [...row.phases, ...(row.role === 'host' ? ['host only'] : [])].join(', '),
      row.rate,
      `${row.maxBytes}`,
      inWords(row.body, names),
      inWords(row.answer, names),
      row.says,
    ]),
  );
}

/** One row a fact: what the server says unasked. */
export function factTable(): string {
  return table(
    ['Fact', 'Body', 'What it says'],
    Object.entries(facts).map(([fact, { body, says }]) => [`\`${fact}\``, inWords(body, names), says]),
  );
}

/** Every schema that has a name, with its fields and bounds. */
export function shapeSections(): string {
  return [...names].map(([schema, name]) => `### ${name}\n\n${shape(schema)}`).join('\n\n');
}

export function refusalList(): string {
  return errors.refusalCodes.map((code) => `- \`${code}\``).join('\n');
}

export function limitTable(): string {
  return table(
    ['Limit', 'Value'],
    Object.entries(limits).map(([name, value]) => [`\`${name}\``, value.toLocaleString('en')]),
  );
}

function shape(schema: unknown): string {
  const variants = variantsOf(schema);
  if (variants !== null) return variants.map((variant) => fieldTable(variant)).join('\n\nor\n\n');
  return (fieldsOf(schema, names) ?? []).length > 0 ? fieldTable(schema) : `${spelledOut(schema, names)}.`;
}

function fieldTable(schema: unknown): string {
  const fields = fieldsOf(schema, names) ?? [];
  return table(
    ['Field', 'Value'],
    fields.map(({ name, isRequired, says }) => [`\`${name}\`${isRequired ? '' : ' (may be absent)'}`, says]),
  );
}

function isSchema(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'type' in value &&
    value.kind === 'schema' &&
    value.type !== 'number'
  );
}
