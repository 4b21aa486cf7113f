import { commandOfRow, postRow, postRows } from '../../src/collection-sheets/post-rows';
import { receiveSheet } from '../../src/collection-sheets/receive-sheet';
import { collectionDifferences } from '../../src/collection-sheets/recompute';
import { settleRow, type Settlement } from '../../src/collection-sheets/settle-row';
import { cashInHand } from '../../src/collection-sheets/list-store';
import { totalsOf } from '../../src/collection-sheets/totals';
import type { Knex } from '../../src/db/connect';
import { lineDifferences } from '../../src/lines/recompute';
import { eventsOf } from '../../src/loans/events';
import { loanDifferences } from '../../src/loans/recompute';
import { findLoan } from '../../src/loans/store';
import { debtOn } from '../../src/repayments/debt-on';
import { postRepayment } from '../../src/repayments/post-repayment';
import { aSetting, command, on, type Setting } from '../loans/a-loan';
import { createWorld } from '../support/world';
import { aFarmersLoan, madeSheet, receive, ROUTE_DAY, rowOfLoan, rowsNow, sheetNow, submittedSheet } from './a-sheet';

let db: Knex;
let setting: Setting;

beforeAll(async () => {
  const world = await createWorld();
  ({ db } = world);
  setting = await aSetting(world);
});

afterEach(async () => {
  expect(await loanDifferences(db, setting.at.id)).toEqual([]);
  expect(await lineDifferences(db, setting.at.id)).toEqual([]);
  expect(await collectionDifferences(db, setting.at.id)).toEqual([]);
});

const celia = () => on(setting.at, 'celia', ROUTE_DAY);

const paymentsOf = async (loanId: number) =>
  (await eventsOf(db, setting.at.id, loanId)).filter(({ type }) => type === 'repayment');

const debtOf = async (loanId: number) => {
  const loan = await findLoan(db, setting.at.id, loanId);
  if (!loan) throw new Error('no loan');
  return debtOn(loan, await eventsOf(db, setting.at.id, loanId), ROUTE_DAY);
};

const settle = (sheetId: number, number: number, more: Partial<Settlement>) =>
  settleRow(db, celia(), {
    ...{ commandId: command(), sheetId, number, amount: 0, acceptExcess: false, reason: '' },
    ...more,
  });

describe('The cash desk', () => {
  it('posts each row as a payment of the day it was taken, and confirms the sheet', async () => {
    const one = await aFarmersLoan(setting, 'Alto', 'Alva');
    const two = await aFarmersLoan(setting, 'Alto', 'Bravo');
    const none = await aFarmersLoan(setting, 'Alto', 'Castro');
    const id = await submittedSheet(
      setting,
      'Alto',
      new Map([
        [one, 10_000],
        [two, 25_050],
      ]),
    );
    expect(await receive(setting, id)).toEqual({ type: 'done' });
    expect(await sheetNow(setting, id)).toMatchObject({ state: 'confirmed', counted: 35_050 });
    expect((await rowsNow(setting, id)).map(({ state }) => state)).toEqual(['posted', 'posted', 'unpaid']);
    expect(await paymentsOf(one)).toMatchObject([
      { amount: 10_000, valueDate: ROUTE_DAY, details: { channel: 'cash' } },
    ]);
    expect(await paymentsOf(two)).toMatchObject([{ amount: 25_050, staffId: setting.at.staff['celia'] }]);
    expect(await paymentsOf(none)).toEqual([]);
    const visited = await db('audit').where({ institution_id: setting.at.id, action: 'loan-visited' });
    expect(visited.map((deed: { entity_id: string }) => deed.entity_id)).toEqual([String(none)]);
  });

  it('dates the payment by the day it was taken and books it on the day it was counted', async () => {
    const loanId = await aFarmersLoan(setting, 'Alba', 'Alva');
    const id = await submittedSheet(setting, 'Alba', new Map([[loanId, 10_000]]));
    const { version } = await sheetNow(setting, id);
    const input = { commandId: command(), sheetId: id, version, counted: 10_000, differenceReason: '' };
    await receiveSheet(db, on(setting.at, 'celia', '2026-08-05'), input);
    expect(await paymentsOf(loanId)).toMatchObject([{ valueDate: ROUTE_DAY, bookingDate: '2026-08-05' }]);
  });

  it('does not take the sheet of the person who made it, even if that person handles money now', async () => {
    const loanId = await aFarmersLoan(setting, 'Bajo', 'Alva');
    const id = await submittedSheet(setting, 'Bajo', new Map([[loanId, 10_000]]));
    const { version } = await sheetNow(setting, id);
    const { actor, ...rest } = on(setting.at, 'carmen', ROUTE_DAY);
    const promoted = { ...rest, actor: { ...actor, role: 'cashier' } };
    const input = { commandId: command(), sheetId: id, version, counted: 10_000, differenceReason: '' };
    expect(await receiveSheet(db, promoted, input)).toEqual({ type: 'refused', reason: 'same_person' });
    const careless = {
      state: 'received',
      received_by: setting.at.staff['carmen'],
      received_at: '2026-08-03T17:00:00.000Z',
      counted: 1,
    };
    await expect(db('collection_sheet').where({ id }).update(careless)).rejects.toThrow(/received_by_another/);
    expect(await paymentsOf(loanId)).toEqual([]);
  });

  it('wants a difference explained; the farmers are credited with what they gave', async () => {
    const loanId = await aFarmersLoan(setting, 'Cumbre', 'Alva');
    const id = await submittedSheet(setting, 'Cumbre', new Map([[loanId, 10_000]]));
    expect(await receive(setting, id, 'celia', 9_000)).toMatchObject({ reason: 'difference_unexplained' });
    expect(await paymentsOf(loanId)).toEqual([]);
    expect(await receive(setting, id, 'celia', 9_000, 'Faltó un billete')).toEqual({ type: 'done' });
    expect(await sheetNow(setting, id)).toMatchObject({ counted: 9_000, differenceReason: 'Faltó un billete' });
    expect(await paymentsOf(loanId)).toMatchObject([{ amount: 10_000 }]);
  });

  it('does not confirm what the officer has changed since the page was shown', async () => {
    const loanId = await aFarmersLoan(setting, 'Delta', 'Alva');
    const id = await submittedSheet(setting, 'Delta', new Map([[loanId, 10_000]]));
    const { version } = await sheetNow(setting, id);
    const input = { commandId: command(), sheetId: id, version: version - 1, counted: 10_000, differenceReason: '' };
    expect(await receiveSheet(db, celia(), input)).toMatchObject({ reason: 'changed_meanwhile' });
  });
});

describe('The same sheet twice', () => {
  it.each([
    ['by the same form', true],
    ['by two cashiers', false],
  ])('at once %s posts once, and both see one result', async (who, sameForm) => {
    const place = `Encanto ${who}`;
    const loans = [await aFarmersLoan(setting, place, 'Alva'), await aFarmersLoan(setting, place, 'Bravo')];
    const id = await submittedSheet(setting, place, new Map(loans.map((loanId) => [loanId, 10_000])));
    const { version } = await sheetNow(setting, id);
    const commands = [command(), command()];
    const take = (index: number) =>
      receiveSheet(db, on(setting.at, sameForm || index === 0 ? 'celia' : 'marta', ROUTE_DAY), {
        ...{
          commandId: commands[sameForm ? 0 : index] ?? '',
          sheetId: id,
          version,
          counted: 20_000,
          differenceReason: '',
        },
      });
    const outcomes = await Promise.all([take(0), take(1)]);
    const reasons = outcomes.map((outcome) => (outcome.type === 'done' ? 'done' : outcome.reason)).toSorted();
    expect(reasons).toEqual(sameForm ? ['done', 'done'] : ['already_received', 'done']);
    for (const loanId of loans) expect(await paymentsOf(loanId)).toMatchObject([{ amount: 10_000 }]);
    expect(await sheetNow(setting, id)).toMatchObject({ state: 'confirmed' });
  });

  it('after a power cut goes on where it stopped', async () => {
    const loans = [await aFarmersLoan(setting, 'Faro', 'Alva'), await aFarmersLoan(setting, 'Faro', 'Bravo')];
    const id = await submittedSheet(setting, 'Faro', new Map(loans.map((loanId) => [loanId, 10_000])));
    const sheet = await sheetNow(setting, id);
    await db('collection_sheet')
      .where({ institution_id: setting.at.id, id })
      .update({
        ...{ state: 'received', received_by: setting.at.staff['celia'], received_at: '2026-08-03T17:00:00.000Z' },
        ...{ counted: 20_000, version: sheet.version + 1 },
      });
    await postRow(db, celia(), sheet, 1);
    expect((await rowsNow(setting, id)).map(({ state }) => state)).toEqual(['posted', 'open']);
    await Promise.all([postRows(db, celia(), id), postRows(db, on(setting.at, 'marta', ROUTE_DAY), id)]);
    for (const loanId of loans) expect(await paymentsOf(loanId)).toHaveLength(1);
    expect(await sheetNow(setting, id)).toMatchObject({ state: 'confirmed' });
  });

  it('cannot be forestalled by a form: no form can send the id of a row', () => {
    expect(commandOfRow({ id: 5 }, { number: 3, attempt: 1 })).toBe('sheet:5:row:3:try:1');
    expect(commandOfRow({ id: 5 }, { number: 3, attempt: 1 })).not.toMatch(/^[0-9a-zA-Z-]{8,64}$/);
  });
});

describe('A row that the till refuses', () => {
  it('does not hold up the others and waits to be settled', async () => {
    const good = await aFarmersLoan(setting, 'Gloria', 'Alva');
    const paidOff = await aFarmersLoan(setting, 'Gloria', 'Bravo');
    const amount = (await debtOf(paidOff)).payoff.total;
    const id = await submittedSheet(
      setting,
      'Gloria',
      new Map([
        [good, 10_000],
        [paidOff, 5_000],
      ]),
    );
    // Meanwhile the farmer walks to the agency and ends the loan.
    await postRepayment(db, celia(), { commandId: command(), loanId: paidOff, amount, valueDate: ROUTE_DAY });
    await receive(setting, id);
    expect(await rowOfLoan(setting, id, good)).toMatchObject({ state: 'posted' });
    expect(await rowOfLoan(setting, id, paidOff)).toMatchObject({
      state: 'refused',
      refusal: { reason: 'loan_closed' },
    });
    expect(await sheetNow(setting, id)).toMatchObject({ state: 'received' });

    const { number } = await rowOfLoan(setting, id, paidOff);
    expect(await settle(id, number, { amount: 0 })).toMatchObject({ reason: 'reason_needed' });
    expect(await settle(id, number, { amount: 0, reason: 'Ya había terminado de pagar' })).toEqual({ type: 'done' });
    expect(await rowOfLoan(setting, id, paidOff)).toMatchObject({ state: 'given-back', givenBack: 5_000 });
    expect(await sheetNow(setting, id)).toMatchObject({ state: 'confirmed' });
    const settled = { institution_id: setting.at.id, sheet_id: id, number };
    await expect(db('collection_sheet_row').where(settled).update({ collected: 1 })).rejects.toThrow('does not change');
  });

  it('or the same money at the counter at the same moment: one of the two is refused', async () => {
    const loanId = await aFarmersLoan(setting, 'Gaviota', 'Alva');
    const { payoff } = await debtOf(loanId);
    const id = await submittedSheet(setting, 'Gaviota', new Map([[loanId, payoff.total]]));
    const atCounter = { commandId: command(), loanId, amount: payoff.total, valueDate: ROUTE_DAY };
    const [, paid] = await Promise.all([receive(setting, id), postRepayment(db, celia(), atCounter)]);
    const row = await rowOfLoan(setting, id, loanId);
    expect([row.state, paid.type].toSorted()).toEqual(
      row.state === 'posted' ? ['posted', 'refused'] : ['done', 'refused'],
    );
    expect(await paymentsOf(loanId)).toMatchObject([{ amount: payoff.total }]);
  });

  it('for want of a choice is posted with the choice', async () => {
    const loanId = await aFarmersLoan(setting, 'Huerta', 'Alva');
    const { payoff } = await debtOf(loanId);
    const amount = payoff.total - 100;
    const id = await submittedSheet(setting, 'Huerta', new Map([[loanId, amount]]));
    await receive(setting, id);
    expect(await rowOfLoan(setting, id, loanId)).toMatchObject({ refusal: { reason: 'intent_needed' } });
    expect(await settle(id, 1, { amount })).toEqual({ type: 'done' });
    expect(await rowOfLoan(setting, id, loanId)).toMatchObject({ state: 'refused', attempt: 2 });
    expect(await settle(id, 1, { amount, intent: 'prepay-reduce-amount' })).toEqual({ type: 'done' });
    expect(await rowOfLoan(setting, id, loanId)).toMatchObject({ state: 'posted', attempt: 3 });
    expect(await paymentsOf(loanId)).toMatchObject([{ details: { intent: 'prepay-reduce-amount' } }]);
  });

  it('for more than is owed is posted for what is owed, and the rest goes back', async () => {
    const loanId = await aFarmersLoan(setting, 'Isla', 'Alva');
    const { payoff, total } = await debtOf(loanId);
    const collected = Math.max(payoff.total, total) + 5_000;
    const id = await submittedSheet(setting, 'Isla', new Map([[loanId, collected]]));
    await receive(setting, id);
    expect(await rowOfLoan(setting, id, loanId)).toMatchObject({ refusal: { reason: 'amount_exceeds_debt' } });
    expect(await settle(id, 1, { amount: collected + 1 })).toMatchObject({ reason: 'amount_above_collected' });
    expect(await settle(id, 1, { amount: payoff.total, reason: 'Dio de más' })).toEqual({ type: 'done' });
    expect(await paymentsOf(loanId)).toMatchObject([{ amount: payoff.total }]);
    expect(totalsOf(await rowsNow(setting, id))).toMatchObject({ collected, posted: payoff.total });
    expect(await settle(id, 1, { amount: 0, reason: 'Otra vez' })).toMatchObject({ reason: 'row_not_refused' });
  });
});

describe('A sheet that was altered behind the program', () => {
  it('no longer says what was posted, and that is found', async () => {
    const good = await aFarmersLoan(setting, 'Lindero', 'Alva');
    const bad = await aFarmersLoan(setting, 'Lindero', 'Bravo');
    const tooMuch = Math.max((await debtOf(bad)).payoff.total, (await debtOf(bad)).total) + 100;
    const id = await submittedSheet(
      setting,
      'Lindero',
      new Map([
        [good, 10_000],
        [bad, tooMuch],
      ]),
    );
    await receive(setting, id);
    const sheet = { institution_id: setting.at.id, id };
    await db('collection_sheet').where(sheet).update({ collect_on: '2026-08-02' });
    expect(await collectionDifferences(db, setting.at.id)).toEqual([
      { sheetId: id, what: 'row 1 is posted on a sheet that is received' },
    ]);
    await db('collection_sheet').where(sheet).update({ collect_on: ROUTE_DAY });
  });
});

describe('Money in hand', () => {
  it('is what officers wrote down and the desk has not counted', async () => {
    const before = (await cashInHand(db, setting.at.id))[0]?.collected ?? 0;
    const loanId = await aFarmersLoan(setting, 'Jardín', 'Alva');
    const id = await submittedSheet(setting, 'Jardín', new Map([[loanId, 12_345]]));
    expect(await cashInHand(db, setting.at.id)).toMatchObject([
      { officer: 'Carmen', currency: 'PEN', collected: before + 12_345, since: ROUTE_DAY },
    ]);
    expect(await cashInHand(db, setting.at.id, setting.at.staff['julio'])).toEqual([]);
    await receive(setting, id);
    expect((await cashInHand(db, setting.at.id))[0]?.collected ?? 0).toBe(before);

    await aFarmersLoan(setting, 'Kiosco', 'Alva');
    await madeSheet(setting, 'Kiosco', '2026-07-01');
    expect((await cashInHand(db, setting.at.id))[0]?.since ?? ROUTE_DAY).toBe(ROUTE_DAY);
  });
});
