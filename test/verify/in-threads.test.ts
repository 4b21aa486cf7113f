import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Knex } from '../../src/db/connect';
import { urlOf } from '../../src/db/url-of';
import { postRepayment } from '../../src/repayments/post-repayment';
import { verifyInThreads } from '../../src/verify/in-threads';
import { holdMoment, inMoment } from '../../src/verify/moment';
import { verify, type Verified } from '../../src/verify/verify';
import { closeNight } from '../day-close/nights';
import { aLoan, aSetting, command, on } from '../loans/a-loan';
import { testConfig } from '../support/config';
import { onPostgres } from '../support/database';
import { removeGuards } from '../support/tamper';
import { createWorld } from '../support/world';

/**
 * Two lenders with three loans each of one farmer, in a database that several connections can open. The first lender has
 * closed a day, late in two of the loans; the third, which another thread looks at, is paid and shares their category.
 */
const folder = mkdtempSync(join(tmpdir(), 'mazorca-threads-'));
let db: Knex;
let selva: number;

beforeAll(async () => {
  const world = await createWorld('2026-12-31');
  for (const at of [world.selva, world.valle]) {
    const setting = await aSetting(world, at);
    const loans: number[] = [];
    while (loans.length < 3) loans.push(await aLoan(setting));
    if (at !== world.selva) continue;
    const paid = { commandId: command(), loanId: loans[2] ?? 0, amount: 700_000, valueDate: '2026-05-31' };
    const payment = await postRepayment(world.db, on(at, 'celia', '2026-05-31'), { ...paid, intent: 'advance' });
    expect(payment).toMatchObject({ type: 'done' });
    expect(await closeNight(setting, '2026-08-20')).toMatchObject({ type: 'done' });
  }
  selva = world.selva.id;
  db = onPostgres ? world.db : await written(world.db);
});

afterAll(async () => {
  if (!onPostgres) await db.destroy();
  rmSync(folder, { recursive: true });
});

it('finds nothing in a database that nobody touched, and tells of each institution and of every journal and loan', async () => {
  const told: Verified[] = [];
  let howMany = 0;
  const walked = (some: number) => void (howMany += some);
  expect(await inThreads({ progress: (one) => void told.push(one), walked })).toEqual([]);
  const journals: { rows: number | string }[] = await db('journal').count({ rows: '*' });
  const institutions: { id: number }[] = await db('institution').select('id');
  expect(new Set(told.map(({ institutionId }) => institutionId))).toEqual(new Set(institutions.map(({ id }) => id)));
  expect(told.reduce((sum, one) => sum + one.journals, 0)).toBe(Number(journals[0]?.rows));
  expect(howMany).toBe(Number(journals[0]?.rows) + 6);
}, 120_000);

it('sees a database as it was when the moment was held, whatever is written afterwards', async () => {
  const [first, second] = [connect(urlOf(db) ?? ''), connect(urlOf(db) ?? '')];
  const count = async (reader: Knex) => (await reader('counter').where({ name: 'of this test' })).length;
  const write = () => db('counter').insert({ institution_id: selva, name: 'of this test', value: 1 });
  let goOn: () => void = () => undefined;
  const hasWritten = new Promise<void>((resolve) => (goOn = resolve));
  const inside = async (reader: Knex, moment: string | null, entered: () => void) =>
    inMoment(reader, moment, async (trx) => {
      entered();
      await hasWritten;
      return count(trx);
    });
  const seen: Promise<number>[] = [];
  await holdMoment(db, (moment) =>
    Promise.all(
      [first, second].map((reader) => new Promise<void>((entered) => seen.push(inside(reader, moment, entered)))),
    ),
  );
  await write();
  goOn();
  expect(await Promise.all(seen)).toEqual([0, 0]);
  expect(await count(first)).toBe(1);
  await Promise.all([first.destroy(), second.destroy()]);
});

it('finds what one thread finds, in the same order', async () => {
  await db.transaction(async (trx) => {
    await removeGuards(trx);
    await trx('audit').where({ institution_id: selva, seq: 3 }).update({ action: 'nothing-happened' });
    await trx('entry').where({ institution_id: selva, journal_id: 2, position: 1 }).increment('amount', 1);
    await trx('instalment').where({ loan_id: 2, number: 1 }).update({ principal: 1 });
    await trx('allocation').del();
    await trx('loan').where({ institution_id: selva, id: 3 }).update({ principal_outstanding: 1 });
    await trx('loan_standing').where({ loan_id: 1 }).update({ accrued: 99 });
    await trx('portfolio_snapshot').where({ institution_id: selva }).update({ provision: 1 });
  });
  const found = await inThreads();
  expect(found).toEqual(await verify(db, testConfig.auditKey));
  const kinds = found.map(({ kind, where }) => `${kind} ${where}`);
  expect(kinds).toEqual(
    expect.arrayContaining([
      ...['audit_row_altered 3', 'journal_altered 2', 'journal_unbalanced 2', 'trial_balance_not_zero PEN'],
      ...['loan_differs_from_ledger 3', 'loan_differs_from_history 1', 'loan_differs_from_history 2'],
      'day_differs_from_loans 2026-08-20',
    ]),
  );
  expect(found.find(({ kind, where }) => kind === 'loan_differs_from_history' && where === 2)?.detail).toMatch(
    /^instalment 1: stored 2026-05-31 1 .*, recomputed 2026-05-31 \d{3,} /,
  );
}, 120_000);

it('stops with the fault that a thread stumbled over', async () => {
  await db.transaction(async (trx) => {
    await removeGuards(trx);
    await trx('loan').where({ institution_id: selva, id: 2 }).update({ terms: '{}' });
  });
  await expect(inThreads()).rejects.toThrow('the terms of loan 2 cannot be read');
}, 120_000);

function inThreads(watching: Pick<Parameters<typeof verifyInThreads>[1], 'progress' | 'walked'> = {}) {
  return verifyInThreads(db, {
    databaseUrl: urlOf(db) ?? '',
    auditKey: testConfig.auditKey,
    threads: 2,
    loansPerTask: 2,
    ...watching,
  });
}

async function written(memory: Knex): Promise<Knex> {
  const file = join(folder, 'lenders.sqlite');
  await memory.raw('vacuum into ?', [file]);
  return connect(`sqlite:${file}`);
}
