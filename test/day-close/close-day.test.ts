import { closeDay } from '../../src/day-close/close-day';
import type { Knex } from '../../src/db/connect';
import { digestOf, canonicalText } from '../../src/ledger/digest';
import { postRepayment } from '../../src/repayments/post-repayment';
import { verify } from '../../src/verify/verify';
import { aLoan, aSetting, command, on, type Setting } from '../loans/a-loan';
import { testConfig } from '../support/config';
import { tampered } from '../support/tamper';
import { createWorld } from '../support/world';
import { closeNight, closeThrough } from './nights';

/** S/ 8,000.00 on 30 November 2025; 182 days to the first due date on 31 May 2026, which earn S/ 937.24. */
let setting: Setting;
let loanId: number;

beforeAll(async () => {
  setting = await aSetting(await createWorld('2026-12-31'));
  loanId = await aLoan(setting);
});

afterEach(async () => {
  expect(await verify(setting.world.db, testConfig.auditKey)).toEqual([]);
});

const balances = async (): Promise<Record<string, number>> => {
  const { db } = setting.world;
  const rows: { code: string; balance: number | string }[] = await db('entry as e')
    .where('e.institution_id', setting.at.id)
    .whereIn('e.account_code', ['1401', '1405', '1408', '1409', '4302', '5104'])
    .groupBy('e.account_code')
    .select('e.account_code as code')
    .select(db.raw(`sum(case e.side when 'debit' then e.amount else -e.amount end) as balance`));
  return Object.fromEntries(rows.map(({ code, balance }) => [code, Number(balance)]));
};

const wholeOf = async (date: string) =>
  setting.world
    .db('portfolio_snapshot')
    .where({ institution_id: setting.at.id, date, dimension: 'all' })
    .select('currency', 'days_late_from', 'loans', 'farmers', 'principal', 'overdue_principal', 'provision');

const categoryOn = async (date: string): Promise<string> => {
  const row: { member: string } | undefined = await setting.world
    .db('portfolio_snapshot')
    .where({ institution_id: setting.at.id, date, dimension: 'category' })
    .first('member');
  return row?.member ?? 'nobody';
};

describe('a day', () => {
  it('ends with interest earned evenly, one percent provided for and the portfolio frozen', async () => {
    // 91 of 182 days on 1 March: half of 937.24.
    expect(await closeNight(setting, '2026-03-01')).toMatchObject({ type: 'done', repeated: false });
    expect(await balances()).toEqual({ 1401: 800_000, 1408: 46_862, 1409: -8_000, 4302: 8_000, 5104: -46_862 });
    expect(await wholeOf('2026-03-01')).toEqual([
      {
        currency: 'PEN',
        days_late_from: 0,
        loans: 1,
        farmers: 1,
        principal: 800_000,
        overdue_principal: 0,
        provision: 8_000,
      },
    ]);
  });

  it('that is closed again gives the same answer and changes nothing', async () => {
    const before = await everything(setting);
    expect(await closeNight(setting, '2026-03-01')).toMatchObject({ type: 'done', repeated: true });
    expect(await everything(setting)).toBe(before);
  });

  it.each([
    ['earlier than the first', '2026-02-28', { type: 'refused', reason: 'date_out_of_order', next: '2026-03-02' }],
    ['beyond the next', '2026-03-03', { type: 'refused', reason: 'date_out_of_order', next: '2026-03-02' }],
    ['that is yet to come', '2026-03-05', { type: 'refused', reason: 'date_in_future' }],
  ])('%s is refused, and nothing changes', async (_which, date, refused) => {
    const before = await everything(setting);
    expect(await closeDay(setting.world.db, on(setting.at, 'raul', '2026-03-04'), date)).toEqual(refused);
    expect(await everything(setting)).toBe(before);
  });

  it('cannot end without the tables of the regulator', async () => {
    const { db } = setting.world;
    const refused = await tampered(
      db,
      (trx) => trx('parameter').where({ institution_id: setting.at.id, name: 'provisions' }).del(),
      (trx) => closeDay(trx, on(setting.at, 'raul', '2026-03-03'), '2026-03-02'),
    );
    expect(refused).toEqual({ type: 'refused', reason: 'parameter_missing', parameter: 'provisions' });
  });
});

describe('a closed day takes no booking', () => {
  it('what comes late is booked on the first open day with its old value date', async () => {
    const { world, at } = setting;
    const posted = await postRepayment(world.db, on(at, 'celia', '2026-03-01'), {
      ...{ commandId: command(), loanId, amount: 50_000, valueDate: '2026-02-27', intent: 'advance' },
    });
    expect(posted.type).toBe('done');
    const journals = await world
      .db('journal')
      .where({ institution_id: at.id, kind: 'repayment' })
      .select('value_date', 'booking_date');
    expect(journals).toEqual([{ value_date: '2026-02-27', booking_date: '2026-03-02' }]);
  });

  it.each(['journal', 'loan_event'])('and the database itself refuses a row of %s', async (table) => {
    const { world, at } = setting;
    const row = (await world.db(table).where({ institution_id: at.id }).orderBy('id', 'desc').first()) as object;
    const again = { ...row, id: 9_999, command_id: 'late', command_part: 9, booking_date: '2026-03-01' };
    const { command_part: _part, ...event } = again;
    await expect(
      world.db(table).insert(table === 'journal' ? again : { ...event, receipt_number: null }),
    ).rejects.toThrow(/closed/);
  });
});

describe('as days go by without a payment', () => {
  // 31 May: 937.24 of interest are earned, 500.00 were paid ahead. What is late moves the debtor and the books.
  it.each([
    ['2026-05-31', 'Normal', { 1405: 0, 1408: 43_724 }],
    ['2026-06-08', 'Normal', { 1405: 0 }],
    ['2026-06-09', 'CPP', { 1405: 0 }],
    ['2026-06-30', 'CPP', { 1405: 0 }],
    ['2026-07-01', 'Deficiente', { 1401: 0, 1405: 800_000, 1408: 0 }],
    ['2026-07-31', 'Dudoso', { 1405: 800_000, 1409: -480_000 }],
    ['2026-09-29', 'Perdida', { 1405: 800_000, 1409: -800_000 }],
  ])('on %s the debtor is %s', async (date, category, expected) => {
    await closeThrough(setting, date);
    expect(await categoryOn(date)).toBe(category);
    const booked = await balances();
    expect({ 1405: 0, ...booked }).toMatchObject(expected);
  });

  it('and who has paid what was due is Normal again, with nothing overdue in the books', async () => {
    const { world, at } = setting;
    const posted = await postRepayment(world.db, on(at, 'celia', '2026-09-30'), {
      ...{ commandId: command(), loanId, amount: 850_000, valueDate: '2026-09-30', intent: 'advance' },
    });
    expect(posted.type).toBe('done');
    await closeNight(setting, '2026-09-30');
    expect(await categoryOn('2026-09-30')).toBe('Normal');
    expect(await balances()).toMatchObject({ 1405: 0 });
    expect(await world.db('debtor').where({ institution_id: at.id })).toEqual([]);
  });

  it('reminds before and after the due date, on lawful days', async () => {
    const rows: { due: string; kind: string; send_on: string }[] = await setting.world
      .db('reminder')
      .where({ institution_id: setting.at.id, due: '2026-05-31' })
      .orderBy('send_on')
      .select('due', 'kind', 'send_on');
    // 28 May is a Thursday; 31 May a Sunday.
    expect(rows).toEqual([
      { due: '2026-05-31', kind: 'due-soon', send_on: '2026-05-28' },
      { due: '2026-05-31', kind: 'late', send_on: '2026-06-01' },
    ]);
  });
});

describe('verify finds', () => {
  const own = () => ({ institution_id: setting.at.id });
  it.each<[string, (db: Knex) => Promise<unknown>, string]>([
    [
      'an altered figure',
      (db) =>
        db('portfolio_snapshot')
          .where({ ...own(), date: '2026-07-01' })
          .update({ loans: 7 }),
      'day_altered',
    ],
    [
      'a day taken away',
      (db) =>
        db('closed_day')
          .where({ ...own(), date: '2026-07-01' })
          .del(),
      'day_missing',
    ],
    [
      'a day with another digest',
      (db) =>
        db('closed_day')
          .where({ ...own(), date: '2026-07-01' })
          .update({ digest: 'f'.repeat(64) }),
      'day_not_in_audit',
    ],
    [
      'a booking in a closed day',
      (db) =>
        db('loan_event')
          .where({ ...own(), value_date: '2026-09-30' })
          .update({ booking_date: '2026-03-01' }),
      'booked_in_closed_day',
    ],
    [
      'a provision that the loans do not need',
      (db) =>
        db('portfolio_snapshot')
          .where({ ...own(), date: '2026-09-30' })
          .update({ provision: 1 }),
      'day_differs_from_loans',
    ],
    [
      'a standing that the events do not lead to',
      (db) => db('loan_standing').where(own()).update({ accrued: 1 }),
      'loan_differs_from_history',
    ],
  ])('%s', async (_what, harm, kind) => {
    const findings = await tampered(setting.world.db, harm, (trx) => verify(trx, testConfig.auditKey));
    expect(findings.map((finding) => finding.kind)).toContain(kind);
  });
});

/** A digest of every row of the tables that a day close writes to. */
async function everything({ world }: Setting): Promise<string> {
  const tables = ['journal', 'entry', 'audit', 'closed_day', 'portfolio_snapshot', 'accrued_interest'];
  const rows = await Promise.all(
    [...tables, 'debtor', 'loan_standing', 'reminder', 'counter'].map((table) => world.db(table).select()),
  );
  return digestOf(rows.flatMap((table) => (table as object[]).map((row) => canonicalText(row)).toSorted()));
}
