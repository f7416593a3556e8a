// How large a body is and whether it is made of plain JSON at all, before any schema looks at it. Pure and bounded: it
// stops at the first byte too many.
import { limits } from '#protocol/limits.ts';

/** Names through which an object's prototype is reached. */
const poison = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * About as many bytes as JSON (RFC 8259) takes for `body`; bytes count as bytes. More than `mostBytes` is not counted
 * further. Null: nested deeper than anything of ours, a poisonous key, or not plain data.
 */
export function sizeOf(body: unknown, mostBytes: number): number | null {
  return measure(body, mostBytes, limits.bodyDepth);
}

function measure(value: unknown, most: number, depth: number): number | null {
  switch (typeof value) {
    case 'string':
      return value.length > most ? most + 1 : Buffer.byteLength(value) + 2;
    case 'number':
      return String(value).length;
    case 'boolean':
    case 'undefined':
      return 5;
    case 'object':
      return value === null ? 4 : measureObject(value, most, depth);
    case 'bigint':
    case 'symbol':
    case 'function':
      return null;
  }
}

function measureObject(value: object, most: number, depth: number): number | null {
  if (value instanceof Uint8Array) return value.byteLength;
  if (depth === 0) return null;
  const isArray = Array.isArray(value);
  let total = 2;
  for (const [key, item] of Object.entries(value)) {
    if (!isArray && poison.has(key)) return null;
    const size: number | null = measure(item, most - total, depth - 1);
    if (size === null) return null;
    total += size + (isArray ? 1 : key.length + 4);
    if (total > most) return total;
  }
  return total;
}
