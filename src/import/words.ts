import { z } from 'zod';

/**
 * A cell that holds one of a few words, however it is written: `CCN-51`, `ccn 51` and `Ccn51` are the same. The words of
 * the file lead to the words of the program.
 */
export function wordField<Word extends string>(words: Readonly<Record<string, Word>>, message: string) {
  return z.string(message).transform((typed, context): Word => {
    const word = words[plain(typed)];
    if (word !== undefined) return word;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

function plain(typed: string): string {
  return typed
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
