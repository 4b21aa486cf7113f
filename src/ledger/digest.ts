import { createHmac, hash } from 'node:crypto';

/** SHA-256 of a list of fields, each preceded by its length, so that no two lists can be written the same way. */
export function digestOf(fields: readonly string[]): string {
  return hash('sha256', lengthPrefixed(fields));
}

/** The same under a key: who has the database but not the key cannot make one. */
export function keyedDigestOf(key: string, fields: readonly string[]): string {
  return createHmac('sha256', key).update(lengthPrefixed(fields)).digest('hex');
}

/** One way to write a value as text: object keys in order, so that equal content gives equal text on every engine. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Lengths are those in bytes; a text that has as many bytes as letters has none that takes more than one. */
function lengthPrefixed(fields: readonly string[]): string {
  let text = '';
  for (const field of fields) text += `${field.length}:${field}`;
  if (Buffer.byteLength(text) === text.length) return text;
  return fields.map((field) => `${Buffer.byteLength(field)}:${field}`).join('');
}
