import type { Knex } from '../../src/db/connect';
import { loanDifferences } from '../../src/loans/recompute';
import { eventsOf } from '../../src/loans/events';
import { loadLoan } from '../../src/loans/load';
import { findLoan } from '../../src/loans/store';
import { Decimal } from '../../src/lending/decimal';
import { debtOn } from '../../src/repayments/debt-on';
import { lineDifferences } from '../../src/lines/recompute';
import { postRepayment, type RepaymentInput } from '../../src/repayments/post-repayment';
import { reverseRepayment } from '../../src/repayments/reverse-repayment';
import { aLoan, aSetting, command, harvestTerms, ledgerOf, on, type Setting } from '../loans/a-loan';
import { createWorld, type World } from '../support/world';

let world: World;
let db: Knex;
let setting: Setting;

beforeAll(async () => {
  world = await createWorld();
  ({ db } = world);
  setting = await aSetting(world);
});

const pay = (loanId: number, day: string, amount: number, more: Partial<RepaymentInput> = {}, username = 'celia') =>
  postRepayment(db, on(setting.at, username, day), {
    commandId: command(),
    loanId,
    amount,
    valueDate: day,
    ...more,
  });

const reverse = (loanId: number, eventId: number, day: string, username = 'marta') =>
  reverseRepayment(db, on(setting.at, username, day), {
    commandId: command(),
    loanId,
    eventId,
    reason: 'Se registró en otro crédito',
  });

async function eventOf(posted: ReturnType<typeof pay>): Promise<number> {
  const outcome = await posted;
  if (outcome.type === 'refused') throw new Error(outcome.reason);
  return outcome.eventId;
}

const journalsOf = (loanId: number) =>
  db('journal')
    .where({ institution_id: setting.at.id, loan_id: loanId })
    .orderBy('id')
    .select('kind', 'value_date', 'booking_date', 'event_id');

afterEach(async () => {
  expect(await loanDifferences(db, setting.at.id)).toEqual([]);
  expect(await lineDifferences(db, setting.at.id)).toEqual([]);
});

describe('the ledger of a loan', () => {
  it('says what was handed out and what is owed', async () => {
    const loanId = await aLoan(setting);
    expect(await ledgerOf(db, setting.at.id, loanId)).toEqual({ Caja: -800_000, 'Créditos vigentes': 800_000 });
  });

  it('divides the first harvest instalment into interest and principal', async () => {
    const loanId = await aLoan(setting);
    await eventOf(pay(loanId, '2026-05-31', 393_385));
    const interest = 93_724;
    expect(await ledgerOf(db, setting.at.id, loanId)).toEqual({
      Caja: -800_000 + 393_385,
      'Créditos vigentes': 800_000 - (393_385 - interest),
      'Intereses por créditos': -interest,
    });
    expect(await findLoan(db, setting.at.id, loanId)).toMatchObject({
      status: 'active',
      principalOutstanding: 500_339,
      oldestUnpaidDue: '2026-07-31',
      nextDue: '2026-07-31',
      nextAmount: 351_237,
    });
  });

  it('carries fees, insurance and late interest on accounts of their own', async () => {
    const loanId = await aLoan(
      setting,
      harvestTerms({
        fees: [
          { at: 'disbursement', amount: 2_000 },
          { at: 'each-instalment', amount: 460 },
        ],
        insurance: { percentOfBalancePer30Days: new Decimal('0.1') },
      }),
    );
    expect(await ledgerOf(db, setting.at.id, loanId)).toEqual({
      Caja: -798_000,
      'Comisiones por créditos': -2_000,
      'Créditos vigentes': 800_000,
    });
    await eventOf(pay(loanId, '2026-06-30', 200_000));
    const ledger = await ledgerOf(db, setting.at.id, loanId);
    expect(ledger).toMatchObject({ Caja: -598_000, 'Comisiones por créditos': -2_460 });
    expect(ledger['Intereses moratorios']).toBeLessThan(0);
    expect(ledger['Seguro de desgravamen por pagar']).toBeLessThan(0);
    expect(Object.values(ledger).reduce((sum, balance) => sum + balance, 0)).toBe(0);
  });

  it('takes interest that nobody paid into the principal on its due date', async () => {
    const due = (day: string, weight: number) => ({ due: day, weight: new Decimal(weight) });
    const loanId = await aLoan(
      setting,
      harvestTerms({
        instalments: { plan: 'weighted', rows: [due('2026-05-31', 1), due('2026-07-31', 50), due('2026-12-15', 30)] },
      }),
    );
    await eventOf(pay(loanId, '2026-06-15', 10_000));
    const capitalised = await db('journal').where({ loan_id: loanId, kind: 'capitalisation' });
    expect(capitalised).toMatchObject([{ value_date: '2026-05-31', booking_date: '2026-06-15' }]);
    expect((await findLoan(db, setting.at.id, loanId))?.principalOutstanding).toBeGreaterThan(800_000);
    for (const day of ['2026-07-31', '2026-12-15']) await eventOf(pay(loanId, day, await dueOn(loanId, day)));
    expect(await findLoan(db, setting.at.id, loanId)).toMatchObject({ status: 'closed', principalOutstanding: 0 });
  });

  it('gets a reallocation for each later payment that a back-dated one divides anew', async () => {
    const loanId = await aLoan(setting);
    const first = await eventOf(pay(loanId, '2026-06-30', 200_000));
    const cash = (await ledgerOf(db, setting.at.id, loanId))['Caja'];
    await eventOf(pay(loanId, '2026-07-10', 50_000, { valueDate: '2026-05-20' }));
    expect(await journalsOf(loanId)).toMatchObject([
      { kind: 'disbursement' },
      { kind: 'repayment', value_date: '2026-06-30', event_id: first },
      { kind: 'repayment', value_date: '2026-05-20', booking_date: '2026-07-10' },
      { kind: 'reallocation', value_date: '2026-06-30', booking_date: '2026-07-10', event_id: first },
    ]);
    expect((await ledgerOf(db, setting.at.id, loanId))['Caja']).toBe((cash ?? 0) + 50_000);
  });
});

describe('a payment', () => {
  it.each([
    ['in the future', { valueDate: '2026-06-02' }, 'date_in_future'],
    ['before the disbursement', { valueDate: '2025-11-29' }, 'date_before_disbursement'],
    ['of nothing', { amount: 0 }, 'amount_must_be_positive'],
    ['of a loan that does not exist', { loanId: 9_999 }, 'loan_not_found'],
    ['beyond the debt', { amount: 5_000_000 }, 'amount_exceeds_debt'],
    [
      'of more than two instalments without a choice',
      { amount: 393_385 + 351_237 + 1, valueDate: '2026-05-31' },
      'intent_needed',
    ],
  ])('%s is refused, and nothing changes but the trail', async (_name, more, reason) => {
    const loanId = await aLoan(setting);
    const before = await snapshot();
    const outcome = await pay(loanId, '2026-06-01', 10_000, { loanId, ...more });
    expect(outcome).toMatchObject({ type: 'refused', reason });
    expect(await snapshot()).toEqual(before);
    const deeds = await db('audit').where({ entity: 'loan', entity_id: String(loanId), action: 'payment-refused' });
    expect(deeds).toHaveLength(reason === 'loan_not_found' ? 0 : 1);
  });

  it('beyond the debt says what ends the loan, and that much ends it', async () => {
    const loanId = await aLoan(setting);
    const refused = await pay(loanId, '2026-06-01', 5_000_000, { intent: 'prepay-reduce-term' });
    if (refused.type !== 'refused' || refused.reason !== 'amount_exceeds_debt') throw new Error('not refused');
    expect(refused.largest).toBe(refused.payoff);
    await eventOf(pay(loanId, '2026-06-01', refused.payoff));
    expect(await findLoan(db, setting.at.id, loanId)).toMatchObject({ status: 'closed', principalOutstanding: 0 });
    expect(await pay(loanId, '2026-06-02', 100)).toMatchObject({ type: 'refused', reason: 'loan_closed' });
  });

  it('beyond the debt is kept for the farmer where the farmer leaves it', async () => {
    const loanId = await aLoan(setting);
    const refused = await pay(loanId, '2026-06-01', 5_000_000, { intent: 'prepay-reduce-term' });
    if (refused.type !== 'refused' || refused.reason !== 'amount_exceeds_debt') throw new Error('not refused');
    await eventOf(pay(loanId, '2026-06-01', refused.payoff + 500, { acceptExcess: true }));
    expect(await findLoan(db, setting.at.id, loanId)).toMatchObject({ status: 'overpaid', principalOutstanding: 0 });
    expect(await ledgerOf(db, setting.at.id, loanId)).toMatchObject({ 'Pagos en exceso por devolver': -500 });
  });

  it.each([
    ['prepay-reduce-term', 2],
    ['prepay-reduce-amount', 3],
    ['advance', 3],
  ] as const)('with the intent %s leaves %d instalments of the harvest', async (intent, count) => {
    const loanId = await aLoan(setting);
    await eventOf(pay(loanId, '2026-05-31', 393_385 + 300_000, { intent }));
    const rows = await db('instalment').where({ institution_id: setting.at.id, loan_id: loanId }).pluck('due');
    expect(
      rows.filter((due) => ['2026-05-31', '2026-07-31', '2026-12-15'].includes(String(due))).length,
    ).toBeGreaterThanOrEqual(count);
  });

  it('through a bank does not go into the till', async () => {
    const loanId = await aLoan(setting);
    await eventOf(pay(loanId, '2026-05-31', 393_385, { channel: 'bank' }));
    expect(await ledgerOf(db, setting.at.id, loanId)).toMatchObject({ Bancos: 393_385, Caja: -800_000 });
  });

  it('has the next receipt number, without a gap where one was refused', async () => {
    const loanId = await aLoan(setting);
    const numbers: number[] = [];
    for (const amount of [100, 9_999_999_99, 200]) {
      const outcome = await pay(loanId, '2026-05-01', amount);
      if (outcome.type === 'done') numbers.push(outcome.receiptNumber);
    }
    expect(numbers[1]).toBe((numbers[0] ?? 0) + 1);
  });

  it('of another institution is not found', async () => {
    const loanId = await aLoan(setting);
    const input = { commandId: command(), loanId, amount: 100, valueDate: '2026-05-01' };
    const outcome = await postRepayment(db, on(world.valle, 'celia', '2026-05-01'), input);
    expect(outcome).toMatchObject({ type: 'refused', reason: 'loan_not_found' });
  });
});

describe('sent 64 times at once', () => {
  it('one payment is one journal and 64 equal answers', async () => {
    const loanId = await aLoan(setting);
    const input = { commandId: command(), loanId, amount: 12_345, valueDate: '2026-05-31' };
    const by = on(setting.at, 'celia', '2026-05-31');
    const outcomes = await Promise.all(Array.from({ length: 64 }, () => postRepayment(db, by, input)));
    const answers = new Set(outcomes.map(({ repeated: _repeated, ...outcome }) => JSON.stringify(outcome)));
    expect([...answers]).toHaveLength(1);
    expect(outcomes.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await db('journal').where({ loan_id: loanId, kind: 'repayment' })).toHaveLength(1);
    const other = await postRepayment(db, by, { ...input, amount: 12_346 });
    expect(other).toMatchObject({ type: 'refused', reason: 'command_reused' });
  });

  it('many different payments never pay more than the debt', async () => {
    const loanId = await aLoan(setting);
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () => pay(loanId, '2026-05-31', 50_000, { intent: 'advance' })),
    );
    const done = outcomes.filter(({ type }) => type === 'done').length;
    const state = (await loadLoan(db, setting.at.id, loanId, '2026-05-31'))?.state;
    expect(done).toBe(Math.floor(927_264 / 50_000));
    expect(state?.outstanding.total).toBe(927_264 - done * 50_000);
  });
});

describe('a reversal', () => {
  it('mirrors the journal with its value date and puts everything back', async () => {
    const loanId = await aLoan(setting);
    const before = await ledgerOf(db, setting.at.id, loanId);
    const eventId = await eventOf(pay(loanId, '2026-05-31', 393_385));
    expect(await reverse(loanId, eventId, '2026-06-02')).toMatchObject({ type: 'done' });
    expect(await ledgerOf(db, setting.at.id, loanId)).toEqual(before);
    const [mirror] = await db('journal').where({ loan_id: loanId, kind: 'reversal' });
    expect(mirror).toMatchObject({ value_date: '2026-05-31', booking_date: '2026-06-02', event_id: eventId });
    expect(await findLoan(db, setting.at.id, loanId)).toMatchObject({
      principalOutstanding: 800_000,
      oldestUnpaidDue: '2026-05-31',
    });
  });

  it('of a payment that was itself divided anew leaves nothing of it', async () => {
    const loanId = await aLoan(setting);
    const late = await eventOf(pay(loanId, '2026-06-30', 200_000));
    const backdated = await eventOf(pay(loanId, '2026-07-10', 50_000, { valueDate: '2026-05-20' }));
    await reverse(loanId, late, '2026-07-11');
    await reverse(loanId, backdated, '2026-07-12');
    expect(await ledgerOf(db, setting.at.id, loanId)).toEqual({ Caja: -800_000, 'Créditos vigentes': 800_000 });
  });

  it('has one winner of several at once', async () => {
    const loanId = await aLoan(setting);
    const eventId = await eventOf(pay(loanId, '2026-05-31', 100_000));
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => reverse(loanId, eventId, '2026-06-01')));
    const words = outcomes.map((outcome) => (outcome.type === 'done' ? 'done' : outcome.reason)).toSorted();
    expect(words).toEqual(['already_reversed', 'already_reversed', 'already_reversed', 'done']);
  });

  it('needs another person than who registered the payment', async () => {
    const loanId = await aLoan(setting);
    const eventId = await eventOf(pay(loanId, '2026-05-31', 100_000, {}, 'marta'));
    expect(await reverse(loanId, eventId, '2026-06-01', 'marta')).toMatchObject({ reason: 'same_person' });
    expect(await reverse(loanId, eventId, '2026-06-01', 'pedro')).toMatchObject({ type: 'done' });
  });

  it('by the same person is refused by the database too, whatever the program does', async () => {
    const loanId = await aLoan(setting);
    const eventId = await eventOf(pay(loanId, '2026-05-31', 100_000));
    const row = await db('loan_event').where({ institution_id: setting.at.id, id: eventId }).first();
    const reversal = { ...row, id: 90_001, type: 'reversal', reverses: eventId, receipt_number: null };
    for (const reversedStaffId of [row.staff_id, null, setting.at.staff['marta']]) {
      await expect(db('loan_event').insert({ ...reversal, reversed_staff_id: reversedStaffId })).rejects.toThrow();
    }
  });

  it.each([
    ['a reversal', 'reversal_of_reversal'],
    ['the disbursement', 'event_not_found'],
    ['a payment of another loan', 'event_not_found'],
  ])('of %s is refused', async (what, reason) => {
    const loanId = await aLoan(setting);
    const eventId = await eventOf(pay(loanId, '2026-05-31', 100_000));
    const events = await eventsOf(db, setting.at.id, loanId);
    const reversed = what === 'a reversal' ? await reverse(loanId, eventId, '2026-06-01') : undefined;
    const other = what === 'a payment of another loan' ? await aLoan(setting) : loanId;
    const target =
      reversed?.type === 'done' ? reversed.eventId : what === 'the disbursement' ? (events[0]?.id ?? 0) : eventId;
    expect(await reverse(other, target, '2026-06-02', 'pedro')).toMatchObject({ type: 'refused', reason });
  });

  it('opens a loan again that the payment had closed', async () => {
    const loanId = await aLoan(setting);
    const refused = await pay(loanId, '2026-06-01', 5_000_000, { intent: 'prepay-reduce-term' });
    if (refused.type !== 'refused' || refused.reason !== 'amount_exceeds_debt') throw new Error('not refused');
    const eventId = await eventOf(pay(loanId, '2026-06-01', refused.payoff));
    await reverse(loanId, eventId, '2026-06-02');
    expect(await findLoan(db, setting.at.id, loanId)).toMatchObject({
      status: 'active',
      principalOutstanding: 800_000,
    });
  });
});

async function dueOn(loanId: number, day: string): Promise<number> {
  const loaded = await loadLoan(db, setting.at.id, loanId, day);
  if (!loaded) throw new Error(`no loan ${loanId}`);
  return debtOn(loaded.loan, loaded.events, day).dueNow;
}

/** Everything that a refusal must leave as it was. */
async function snapshot(): Promise<unknown> {
  const tables = ['loan', 'loan_event', 'instalment', 'allocation', 'journal', 'entry', 'credit_line', 'counter'];
  return Promise.all(tables.map((table) => db(table).orderByRaw('1, 2, 3').select()));
}
