import type { Knex } from '../db/connect';
import type { PostedJournal } from '../ledger/journal';
import type { Findings } from './finding';
import { sealsBetween } from './journals';

const PAGE_JOURNALS = 1_000;

/** How often the audit trail mentions each journal; says at once where one is gone or has another seal than in the trail. */
export function mentionsOf(trx: Knex.Transaction, institutionId: number, findings: Findings) {
  const tally = tallyOf();
  return {
    times: tally.times,
    add: async (journals: readonly PostedJournal[]): Promise<void> => {
      for (const page of pagesOf(journals)) {
        const seals = await sealsBetween(trx, institutionId, page[0]?.id ?? 0, page.at(-1)?.id ?? 0);
        for (const { id, seal } of page) {
          const stored = seals.get(id);
          if (stored === undefined) findings.add('journal_missing', id, 'the audit trail mentions it');
          else if (stored !== seal) findings.add('journal_differs_from_audit', id, 'the trail has another seal');
          tally.add(id);
        }
      }
    },
  };
}

/** By number, in stretches that are no longer than a page: the trail tells of journals almost in the order of posting. */
function pagesOf(journals: readonly PostedJournal[]): PostedJournal[][] {
  const pages: PostedJournal[][] = [];
  for (const journal of journals.toSorted((one, other) => one.id - other.id)) {
    const page = pages.at(-1);
    if (page && journal.id < (page[0]?.id ?? 0) + PAGE_JOURNALS) page.push(journal);
    else pages.push([journal]);
  }
  return pages;
}

const CHUNK = 65_536;

/** Counts by number, a byte each, so that ten million journals fit in the memory of a small machine. */
function tallyOf() {
  const chunks = new Map<number, Uint8Array>();
  const times = (id: number): number => chunks.get(Math.floor(id / CHUNK))?.[id % CHUNK] ?? 0;
  return {
    times,
    add: (id: number): void => {
      const number = Math.floor(id / CHUNK);
      const chunk = chunks.get(number) ?? new Uint8Array(CHUNK);
      chunk[id % CHUNK] = Math.min(255, times(id) + 1);
      chunks.set(number, chunk);
    },
  };
}
