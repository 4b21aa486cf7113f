import type { Knex } from '../../src/db/connect';
import { inTransaction } from '../../src/db/transaction';
import { trialBalance } from '../../src/ledger/balances';
import { once } from '../../src/ledger/command';
import { postJournal, type Entry, type NewJournal } from '../../src/ledger/journal';
import { reverseJournal } from '../../src/ledger/reversal';
import { createWorld, TODAY, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let commands = 0;
const disbursement = (amount: number, more: Partial<NewJournal> = {}): NewJournal => ({
  kind: 'disbursement',
  commandId: `journal-test-${++commands}`,
  part: 1,
  currency: 'PEN',
  valueDate: TODAY,
  entries: [
    { account: 'loans', side: 'debit', amount },
    { account: 'cash', side: 'credit', amount },
  ],
  ...more,
});

const post = (journal: NewJournal) =>
  inTransaction(world.db, (trx) => postJournal(trx, world.selva.by('celia'), journal));

describe('The ledger', () => {
  it('keeps what was posted, and debits equal credits', async () => {
    const before = await balanceOf('1401');
    await post(disbursement(800_000));
    expect((await balanceOf('1401')) - before).toBe(800_000);
    const accounts = await trialBalance(world.db, world.selva.id, TODAY);
    expect(sum(accounts.map((account) => account.debit - account.credit))).toBe(0);
  });

  it.each<[string, Entry[]]>([
    ['one side only', [{ account: 'loans', side: 'debit', amount: 100 }]],
    [
      'a céntimo too much',
      [
        { account: 'loans', side: 'debit', amount: 101 },
        { account: 'cash', side: 'credit', amount: 100 },
      ],
    ],
    [
      'a negative amount',
      [
        { account: 'loans', side: 'debit', amount: -100 },
        { account: 'cash', side: 'credit', amount: -100 },
      ],
    ],
    [
      'a fraction of a céntimo',
      [
        { account: 'loans', side: 'debit', amount: 0.5 },
        { account: 'cash', side: 'credit', amount: 0.5 },
      ],
    ],
  ])('does not post a journal with %s', async (_fault, entries) => {
    await expect(post(disbursement(1, { entries }))).rejects.toThrow(/balance|amount/);
  });

  it('numbers the journals of each institution from one, without a gap', async () => {
    const ids = (await world
      .db('journal')
      .where('institution_id', world.selva.id)
      .orderBy('id')
      .pluck('id')) as number[];
    expect(ids).toEqual(ids.map((_, index) => index + 1));
  });

  it('reverses a journal with its mirror image, once', async () => {
    const before = await balanceOf('1401');
    const journal = await post(disbursement(50_000));
    await reverse(journal.id);
    expect(await balanceOf('1401')).toBe(before);
    await expect(reverse(journal.id)).rejects.toThrow();
  });

  it('does not reverse a reversal', async () => {
    const journal = await post(disbursement(50_000));
    const reversal = await reverse(journal.id);
    await expect(reverse(reversal.id)).rejects.toThrow('itself a reversal');
  });
});

describe('The database itself refuses', () => {
  it('a journal that was never sealed', async () => {
    await expect(rawJournal(world.db, { entries: [100, -100], sealed: false })).rejects.toThrow();
  });

  it('a journal that does not balance', async () => {
    await expect(rawJournal(world.db, { entries: [100, -99], sealed: true })).rejects.toThrow();
  });

  it('a journal with a single entry', async () => {
    await expect(rawJournal(world.db, { entries: [100], sealed: true })).rejects.toThrow();
  });

  it('an entry that comes after the seal', async () => {
    const { id } = await post(disbursement(100));
    await expect(world.db('entry').insert(rawEntry(id, 3, 100))).rejects.toThrow();
  });

  it.each(['journal', 'entry', 'journal_seal', 'audit', 'command'])(
    'to change or delete a row of %s',
    async (table) => {
      await postAsCommand();
      await expect(world.db(table).update({ institution_id: world.valle.id })).rejects.toThrow('append-only');
      await expect(world.db(table).del()).rejects.toThrow('append-only');
    },
  );

  it('to replace a row of the ledger under its old key', async () => {
    const { id } = await post(disbursement(100));
    const [row] = (await world.db('entry').where({ journal_id: id, position: 1 })) as Record<string, unknown>[];
    const replace = world.db('entry').insert({ ...row, amount: 1 });
    await expect(
      isSqlite(world.db) ? world.db.raw(replace.toQuery().replace('insert into', 'insert or replace into')) : replace,
    ).rejects.toThrow();
  });
});

const isSqlite = (db: Knex) => (db.client as { driverName: string }).driverName !== 'pg';

async function balanceOf(code: string): Promise<number> {
  const accounts = await trialBalance(world.db, world.selva.id, TODAY);
  return sum(accounts.filter((account) => account.code === code).map((account) => account.debit - account.credit));
}

function postAsCommand() {
  const journal = disbursement(100);
  return once(world.db, world.selva.by('celia'), { id: journal.commandId, kind: 'test', content: {} }, (trx) =>
    postJournal(trx, world.selva.by('celia'), journal),
  );
}

function reverse(journalId: number) {
  return inTransaction(world.db, (trx) =>
    reverseJournal(trx, world.selva.by('marta'), journalId, { commandId: `journal-test-${++commands}`, part: 1 }),
  );
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

let rawIds = 900_000;

/** Goes around the program, as somebody with a database client would. Positive amounts are debits. */
function rawJournal(db: Knex, { entries, sealed }: { entries: readonly number[]; sealed: boolean }): Promise<void> {
  const id = ++rawIds;
  return db.transaction(async (trx) => {
    await trx('journal').insert({
      institution_id: world.selva.id,
      id,
      kind: 'raw',
      command_id: `raw-${id}`,
      command_part: 1,
      currency: 'PEN',
      value_date: TODAY,
      booking_date: TODAY,
      recorded_at: world.clock.now(),
    });
    for (const [index, amount] of entries.entries()) await trx('entry').insert(rawEntry(id, index + 1, amount));
    if (sealed) await trx('journal_seal').insert({ institution_id: world.selva.id, journal_id: id, hash: 'x' });
  });
}

function rawEntry(journalId: number, position: number, amount: number) {
  return {
    institution_id: world.selva.id,
    journal_id: journalId,
    position,
    account_code: '1101',
    side: amount > 0 ? 'debit' : 'credit',
    amount: Math.abs(amount),
  };
}
