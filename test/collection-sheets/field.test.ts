import { addLoanToSheet } from '../../src/collection-sheets/add-loan';
import { makeSheet } from '../../src/collection-sheets/make-sheet';
import { moveDay } from '../../src/collection-sheets/move-day';
import { saveRows } from '../../src/collection-sheets/save-rows';
import { submitSheet } from '../../src/collection-sheets/submit-sheet';
import { voidSheet } from '../../src/collection-sheets/void-sheet';
import { returnSheet } from '../../src/collection-sheets/return-sheet';
import type { Knex } from '../../src/db/connect';
import { eventsOf } from '../../src/loans/events';
import { findLoan } from '../../src/loans/store';
import { debtOn } from '../../src/repayments/debt-on';
import { postRepayment } from '../../src/repayments/post-repayment';
import { reverseRepayment } from '../../src/repayments/reverse-repayment';
import { aSetting, command, on, type Setting } from '../loans/a-loan';
import { createWorld } from '../support/world';
import { aFarmersLoan, entry, madeSheet, ROUTE_DAY, rowsNow, save, sheetNow, submit, submittedSheet } from './a-sheet';

let db: Knex;
let setting: Setting;

beforeAll(async () => {
  const world = await createWorld();
  ({ db } = world);
  setting = await aSetting(world);
});

const carmen = (day = ROUTE_DAY) => on(setting.at, 'carmen', day);

const dueAtTheTill = async (loanId: number, day: string): Promise<number> => {
  const loan = await findLoan(db, setting.at.id, loanId);
  if (!loan) throw new Error('no loan');
  return debtOn(loan, await eventsOf(db, setting.at.id, loanId), day).dueNow;
};

describe('A new sheet', () => {
  it('has what the till would ask of each loan on that day, in the order of a walk', async () => {
    const last = await aFarmersLoan(setting, 'Alto', 'Zárate');
    const first = await aFarmersLoan(setting, 'Alto', 'Ácaro');
    const { id } = await madeSheet(setting, 'Alto');
    expect(await rowsNow(setting, id)).toMatchObject([
      { number: 1, loanId: first, due: await dueAtTheTill(first, ROUTE_DAY), dueSince: '2026-05-31' },
      { number: 2, loanId: last, due: await dueAtTheTill(last, ROUTE_DAY) },
    ]);
  });

  it('has a loan from its due date on', async () => {
    const loanId = await aFarmersLoan(setting, 'Arenal', 'Mora');
    const early = await madeSheet(setting, 'Arenal', '2026-05-30');
    expect(await rowsNow(setting, early.id)).toEqual([]);
    const onTheDay = await madeSheet(setting, 'Arenal', '2026-05-31');
    expect(await rowsNow(setting, onTheDay.id)).toMatchObject([{ loanId, dueSince: '2026-05-31' }]);
  });

  it('for a past day leaves out a loan that was paid on it, though the payment was taken back since', async () => {
    const loanId = await aFarmersLoan(setting, 'Asunción', 'Mora');
    const due = await dueAtTheTill(loanId, '2026-06-01');
    const paid = await postRepayment(db, on(setting.at, 'celia', '2026-06-01'), {
      ...{ commandId: command(), loanId, amount: due, valueDate: '2026-06-01' },
    });
    if (paid.type !== 'done') throw new Error(paid.reason);
    const takenBack = { commandId: command(), loanId, eventId: paid.eventId, reason: 'Se registró en otro crédito' };
    await reverseRepayment(db, on(setting.at, 'marta', ROUTE_DAY), takenBack);
    const before = await madeSheet(setting, 'Asunción', ROUTE_DAY, '2026-06-20');
    expect(await rowsNow(setting, before.id)).toEqual([]);
    const since = await madeSheet(setting, 'Asunción');
    expect(await rowsNow(setting, since.id)).toMatchObject([{ loanId, dueSince: '2026-05-31' }]);
  });

  it('leaves out a loan that an unfinished sheet still asks for, and takes it once the farmer was visited in vain', async () => {
    const loanId = await aFarmersLoan(setting, 'Bajo', 'Mora');
    const { id } = await madeSheet(setting, 'Bajo');
    const again = await madeSheet(setting, 'Bajo');
    expect(await rowsNow(setting, again.id)).toEqual([]);
    await save(setting, id, [entry(1, { outcome: 'absent' })]);
    const third = await madeSheet(setting, 'Bajo');
    expect(await rowsNow(setting, third.id)).toMatchObject([{ loanId }]);
  });

  it.each([
    [
      'a place where the officer has nothing',
      { place: { kind: 'district', ubigeo: '220101' } as const },
      'place_unknown',
    ],
    ['a slip of the year', { collectOn: '2027-08-03' }, 'date_too_far'],
  ])('is refused for %s', async (_what, more, reason) => {
    await aFarmersLoan(setting, 'Cumbre', 'Mora');
    const place = { kind: 'all' } as const;
    const input = { commandId: command(), collectOn: ROUTE_DAY, currency: 'PEN', place, ...more };
    expect(await makeSheet(db, carmen(), input)).toEqual({ type: 'refused', reason });
  });

  it('is for officers, with their own loans only', async () => {
    const place = { kind: 'all' } as const;
    const input = () => ({ commandId: command(), collectOn: ROUTE_DAY, currency: 'PEN', place });
    expect(await makeSheet(db, on(setting.at, 'celia', ROUTE_DAY), input())).toMatchObject({
      reason: 'role_not_allowed',
    });
    expect(await makeSheet(db, on(setting.at, 'julio', ROUTE_DAY), input())).toMatchObject({ type: 'done', rows: 0 });
  });

  it('is made once, however often the form arrives', async () => {
    await aFarmersLoan(setting, 'Delta', 'Mora');
    const input = {
      ...{ commandId: command(), collectOn: ROUTE_DAY, currency: 'PEN' },
      place: { kind: 'community', ubigeo: '100601', community: 'Delta' } as const,
    };
    const made = await makeSheet(db, carmen(), input);
    expect(await makeSheet(db, carmen(), input)).toEqual(made);
  });
});

describe('In the field', () => {
  it('part of a sheet is saved as often as one likes', async () => {
    await aFarmersLoan(setting, 'Encanto', 'Alva');
    await aFarmersLoan(setting, 'Encanto', 'Bravo');
    const { id } = await madeSheet(setting, 'Encanto');
    await save(setting, id, [entry(1, { collected: 10_000, paperReceipt: 'A-1' })]);
    await save(setting, id, [entry(2, { outcome: 'promised', promisedOn: '2026-08-10' })]);
    expect(await rowsNow(setting, id)).toMatchObject([
      { collected: 10_000, paperReceipt: 'A-1' },
      { collected: null, outcome: 'promised', promisedOn: '2026-08-10' },
    ]);
  });

  it('a form that arrives twice is saved once; one that crosses another is refused', async () => {
    await aFarmersLoan(setting, 'Fortaleza', 'Alva');
    const { id, version } = await madeSheet(setting, 'Fortaleza');
    const form = { sheetId: id, version, rows: [entry(1, { collected: 10_000 })] };
    const commandId = command();
    expect(await saveRows(db, carmen(), { ...form, commandId })).toEqual({ type: 'done' });
    expect(await saveRows(db, carmen(), { ...form, commandId })).toEqual({ type: 'done' });
    const crossing = { ...form, commandId: command(), rows: [entry(1, { collected: 99_900 })] };
    expect(await saveRows(db, carmen(), crossing)).toEqual({ type: 'refused', reason: 'changed_meanwhile' });
    expect(await rowsNow(setting, id)).toMatchObject([{ collected: 10_000 }]);
  });

  it('two saves at once: one is stored, the other is told', async () => {
    await aFarmersLoan(setting, 'Gloria', 'Alva');
    const { id, version } = await madeSheet(setting, 'Gloria');
    const saving = (collected: number) =>
      saveRows(db, carmen(), { commandId: command(), sheetId: id, version, rows: [entry(1, { collected })] });
    const outcomes = await Promise.all([saving(100), saving(200)]);
    expect(outcomes.filter(({ type }) => type === 'done')).toHaveLength(1);
    expect(outcomes.filter(({ type }) => type === 'refused')).toMatchObject([{ reason: 'changed_meanwhile' }]);
  });

  it.each([
    ['no day', null, 'promise_without_date'],
    ['a day before the visit', '2026-08-02', 'promise_in_the_past'],
  ])('a promise with %s is not saved', async (_what, promisedOn, reason) => {
    await aFarmersLoan(setting, `Huerta ${reason}`, 'Alva');
    const { id } = await madeSheet(setting, `Huerta ${reason}`);
    expect(await save(setting, id, [entry(1, { outcome: 'promised', promisedOn })])).toMatchObject({ reason });
  });

  it('a loan of the own portfolio is added, due or not, and a row without money is taken off', async () => {
    const other = await aFarmersLoan(setting, 'Isla', 'Alva');
    await aFarmersLoan(setting, 'Jardín', 'Bravo');
    const { id } = await madeSheet(setting, 'Jardín');
    const add = async (loanId: number) => {
      const { version } = await sheetNow(setting, id);
      return addLoanToSheet(db, carmen(), { commandId: command(), sheetId: id, version, loanId });
    };
    expect(await add(other)).toEqual({ type: 'done' });
    expect(await add(other)).toMatchObject({ reason: 'already_on_sheet' });
    expect(await add(999_999)).toMatchObject({ reason: 'loan_not_found' });
    const { version } = await sheetNow(setting, id);
    await saveRows(db, carmen(), { commandId: command(), sheetId: id, version, rows: [], remove: 1 });
    expect(await rowsNow(setting, id)).toMatchObject([{ number: 2, loanId: other }]);
  });

  it('a loan that waits on another sheet is not added, and the sheet is named', async () => {
    const loanId = await aFarmersLoan(setting, 'Kilómetro 3', 'Alva');
    const first = await madeSheet(setting, 'Kilómetro 3');
    const second = await madeSheet(setting, 'Kilómetro 3');
    const input = { commandId: command(), sheetId: second.id, version: second.version, loanId };
    expect(await addLoanToSheet(db, carmen(), input)).toEqual({
      ...{ type: 'refused', reason: 'on_other_sheet', otherSheetId: first.id },
    });
  });

  it('the day is moved to when the money was taken, and the amounts with it', async () => {
    const loanId = await aFarmersLoan(setting, 'Lago', 'Alva');
    const { id, version } = await madeSheet(setting, 'Lago');
    await moveDay(db, carmen(), { commandId: command(), sheetId: id, version, collectOn: '2026-06-15' });
    expect(await sheetNow(setting, id)).toMatchObject({ collectOn: '2026-06-15' });
    expect(await rowsNow(setting, id)).toMatchObject([{ due: await dueAtTheTill(loanId, '2026-06-15') }]);
  });
});

describe('Handing over', () => {
  it('wants a word for every row, or that the others were not visited', async () => {
    await aFarmersLoan(setting, 'Mirador', 'Alva');
    const { id, version } = await madeSheet(setting, 'Mirador');
    const input = { sheetId: id, version };
    const refused = await submitSheet(db, carmen(), { ...input, commandId: command(), othersNotVisited: false });
    expect(refused).toEqual({ type: 'refused', reason: 'rows_blank' });
    await submitSheet(db, carmen(), { ...input, commandId: command(), othersNotVisited: true });
    expect(await rowsNow(setting, id)).toMatchObject([{ outcome: 'not-visited' }]);
  });

  it('waits for the day of the sheet', async () => {
    await aFarmersLoan(setting, 'Nevado', 'Alva');
    const { id } = await madeSheet(setting, 'Nevado');
    expect(await submit(setting, id, '2026-08-02')).toMatchObject({ reason: 'date_in_future' });
  });

  it('finds the same paper receipt twice on a sheet, and on an earlier one', async () => {
    await aFarmersLoan(setting, 'Oriente', 'Alva');
    await aFarmersLoan(setting, 'Oriente', 'Bravo');
    const { id } = await madeSheet(setting, 'Oriente');
    const rows = (second: string) => [
      entry(1, { collected: 100, paperReceipt: 'B-7' }),
      entry(2, { collected: 200, paperReceipt: second }),
    ];
    await save(setting, id, rows('B-7'));
    expect(await submit(setting, id)).toMatchObject({ reason: 'receipt_used_twice' });
    await save(setting, id, rows('B-8'));
    expect(await submit(setting, id)).toEqual({ type: 'done' });

    await aFarmersLoan(setting, 'Poniente', 'Alva');
    const other = await madeSheet(setting, 'Poniente');
    await save(setting, other.id, [entry(1, { collected: 300, paperReceipt: 'B-8' })]);
    expect(await submit(setting, other.id)).toMatchObject({ reason: 'receipt_used_before', otherSheetId: id });
  });

  it('finds a sheet that was typed a second time', async () => {
    const loanId = await aFarmersLoan(setting, 'Quebrada', 'Alva');
    const first = await madeSheet(setting, 'Quebrada');
    await save(setting, first.id, [entry(1, { outcome: 'absent' })]);
    const second = await madeSheet(setting, 'Quebrada');
    expect(await rowsNow(setting, second.id)).toMatchObject([{ loanId }]);
    for (const { id } of [first, second]) await save(setting, id, [entry(1, { collected: 500 })]);
    expect(await submit(setting, second.id)).toMatchObject({ reason: 'taken_twice', otherSheetId: first.id });
  });

  it('ends what the officer can write; the desk may send it back with a reason', async () => {
    const loanId = await aFarmersLoan(setting, 'Remanso', 'Alva');
    const id = await submittedSheet(setting, 'Remanso', new Map([[loanId, 1_000]]));
    expect(await save(setting, id, [entry(1, { collected: 1 })])).toMatchObject({ reason: 'not_editable' });
    const { version } = await sheetNow(setting, id);
    const back = (reason: string, username: string) =>
      returnSheet(db, on(setting.at, username, ROUTE_DAY), { commandId: command(), sheetId: id, version, reason });
    expect(await back('', 'celia')).toMatchObject({ reason: 'reason_needed' });
    expect(await back('Falta el recibo', 'julio')).toMatchObject({ reason: 'role_not_allowed' });
    expect(await back('Falta el recibo', 'celia')).toEqual({ type: 'done' });
    expect(await save(setting, id, [entry(1, { collected: 1_000, paperReceipt: 'C-1' })])).toEqual({ type: 'done' });
    const again = await sheetNow(setting, id);
    const remove = { commandId: command(), sheetId: id, version: again.version, rows: [entry(1)], remove: 1 };
    expect(await saveRows(db, carmen(), remove)).toMatchObject({ reason: 'row_stays' });
    await expect(db('collection_sheet_row').where({ sheet_id: id }).delete()).rejects.toThrow('stays');
  });
});

describe('A sheet that is not wanted', () => {
  const end = async (id: number, username: string, reason = 'Se hizo por error') => {
    const { version } = await sheetNow(setting, id);
    return voidSheet(db, on(setting.at, username, ROUTE_DAY), { commandId: command(), sheetId: id, version, reason });
  };

  it('is voided by its officer while it has no money, with a reason, and for good', async () => {
    await aFarmersLoan(setting, 'Sauce', 'Alva');
    const { id } = await madeSheet(setting, 'Sauce');
    expect(await end(id, 'julio')).toMatchObject({ reason: 'role_not_allowed' });
    expect(await end(id, 'carmen', '')).toMatchObject({ reason: 'reason_needed' });
    expect(await end(id, 'carmen')).toEqual({ type: 'done' });
    await expect(db('collection_sheet').where({ id }).update({ state: 'open' })).rejects.toThrow('does not change');
    await expect(db('collection_sheet').where({ id }).delete()).rejects.toThrow('not deleted');
  });

  it('with money is voided by a manager', async () => {
    await aFarmersLoan(setting, 'Tambo', 'Alva');
    const { id } = await madeSheet(setting, 'Tambo');
    await save(setting, id, [entry(1, { collected: 100 })]);
    expect(await end(id, 'carmen')).toMatchObject({ reason: 'money_recorded' });
    expect(await end(id, 'marta')).toEqual({ type: 'done' });
  });
});
