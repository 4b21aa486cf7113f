import { textOf } from './browser';

/** Where the links of a page lead, by what they say: `[text, address]`. */
export function linksOf(html: string): [string, string][] {
  return [...html.matchAll(/<a\b[^>]*\bhref="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)].map((match) => [
    textOf(match[2] ?? ''),
    textOf(match[1] ?? ''),
  ]);
}

/** The address behind the first link that says so. */
export function linkTo(html: string, says: string): string {
  const [, address] = linksOf(html).find(([text]) => text === says) ?? [];
  if (address === undefined) throw new Error(`no link says "${says}"`);
  return address;
}
