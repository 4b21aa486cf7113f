import type { Knex } from '../db/connect';
import { sealOf, type EntryRow, type JournalRow, type PostedJournal } from '../ledger/journal';
import type { Findings } from './finding';

const PAGE_JOURNALS = 1_000;

/** How often the audit trail mentions each journal; says at once where one is gone or has another seal than in the trail. */
export function mentionsOf(trx: Knex.Transaction, institutionId: number, findings: Findings) {
  const tally = tallyOf();
  return {
    times: tally.times,
    add: async (journals: readonly PostedJournal[]): Promise<void> => {
      for (let from = 0; from < journals.length; from += PAGE_JOURNALS) {
        const page = journals.slice(from, from + PAGE_JOURNALS);
        const ids = page.map((journal) => journal.id);
        const seals = await sealsOf(trx, institutionId, (query) => query.whereIn('journal_id', ids));
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

/**
 * Walks the journals of an institution: none is missing, each has at least two entries that balance, its seal is that of
 * its content, and the audit trail mentions it exactly once.
 */
export async function verifyJournals(
  trx: Knex.Transaction,
  institutionId: number,
  findings: Findings,
  mentions: (id: number) => number,
): Promise<number> {
  let lastId = 0;
  let howMany = 0;
  for await (const { journals, entries, seals } of journalPages(trx, institutionId)) {
    for (const journal of journals) {
      if (journal.id !== lastId + 1) {
        findings.add('journal_missing', lastId + 1, `journals ${lastId + 1} to ${journal.id - 1} are not there`);
      }
      verifyJournal(journal, entries.get(journal.id) ?? [], seals.get(journal.id), findings);
      const times = mentions(journal.id);
      if (times === 0) findings.add('journal_not_in_audit', journal.id, 'no row of the trail mentions it');
      if (times > 1) findings.add('journal_twice_in_audit', journal.id, `the trail mentions it ${times} times`);
      lastId = journal.id;
    }
    howMany += journals.length;
  }
  const counted = await countedJournals(trx, institutionId);
  if (counted > lastId)
    findings.add('journal_missing', lastId + 1, `${counted} were numbered, the last one is ${lastId}`);
  await verifyNothingIsLeftOver(trx, institutionId, findings);
  return howMany;
}

function verifyJournal(journal: JournalRow, entries: EntryRow[], seal: string | undefined, findings: Findings): void {
  const difference = entries.reduce((sum, { side, amount }) => sum + (side === 'debit' ? amount : -amount), 0);
  if (entries.length < 2 || difference !== 0) {
    findings.add('journal_unbalanced', journal.id, `${entries.length} entries, debit less credit ${difference}`);
  }
  if (seal === undefined) findings.add('journal_without_seal', journal.id, `${journal.kind} of ${journal.value_date}`);
  else if (seal !== sealOf(journal, entries)) {
    findings.add('journal_altered', journal.id, `${journal.kind} of ${journal.value_date}`);
  }
}

interface JournalPage {
  readonly journals: readonly JournalRow[];
  readonly entries: ReadonlyMap<number, EntryRow[]>;
  readonly seals: ReadonlyMap<number, string>;
}

async function* journalPages(trx: Knex.Transaction, institutionId: number): AsyncGenerator<JournalPage> {
  for (let last = 0; ;) {
    const journals: JournalRow[] = await trx('journal')
      .where({ institution_id: institutionId })
      .andWhere('id', '>', last)
      .orderBy('id')
      .limit(PAGE_JOURNALS);
    const end = journals.at(-1);
    if (!end) return;
    const range: [number, number] = [last + 1, end.id];
    const entries: EntryRow[] = await trx('entry')
      .where({ institution_id: institutionId })
      .whereBetween('journal_id', range)
      .orderBy(['journal_id', 'position']);
    const seals = await sealsOf(trx, institutionId, (query) => query.whereBetween('journal_id', range));
    yield { journals, entries: byJournal(entries), seals };
    if (journals.length < PAGE_JOURNALS) return;
    last = end.id;
  }
}

function byJournal(entries: readonly EntryRow[]): Map<number, EntryRow[]> {
  const groups = new Map<number, EntryRow[]>();
  for (const entry of entries) {
    const group = groups.get(entry.journal_id);
    if (group) group.push(entry);
    else groups.set(entry.journal_id, [entry]);
  }
  return groups;
}

async function sealsOf(
  trx: Knex.Transaction,
  institutionId: number,
  narrowed: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
): Promise<Map<number, string>> {
  const rows: { journal_id: number; hash: string }[] = await narrowed(
    trx('journal_seal').where({ institution_id: institutionId }),
  ).select('journal_id', 'hash');
  return new Map(rows.map((row) => [row.journal_id, row.hash]));
}

async function countedJournals(trx: Knex.Transaction, institutionId: number): Promise<number> {
  const row: { value: number } | undefined = await trx('counter')
    .where({ institution_id: institutionId, name: 'journal' })
    .first('value');
  return row?.value ?? 0;
}

async function verifyNothingIsLeftOver(
  trx: Knex.Transaction,
  institutionId: number,
  findings: Findings,
): Promise<void> {
  for (const [table, kind] of [
    ['journal_seal', 'seal_without_journal'],
    ['entry', 'entries_without_journal'],
  ] as const) {
    const rows: { journal_id: number }[] = await trx(`${table} as x`)
      .leftJoin('journal as j', (on) => on.on('j.institution_id', 'x.institution_id').on('j.id', 'x.journal_id'))
      .where('x.institution_id', institutionId)
      .whereNull('j.id')
      .groupBy('x.journal_id')
      .orderBy('x.journal_id')
      .limit(100)
      .select('x.journal_id');
    for (const row of rows) findings.add(kind, row.journal_id, `rows of ${table} without their journal`);
  }
}
