import type { Knex } from '../../src/db/connect';
import { Decimal } from '../../src/lending/decimal';
import type { Terms } from '../../src/lending/terms';
import { fundsOf, findLine } from '../../src/lines/store';
import { lineDifferences } from '../../src/lines/recompute';
import { disburseLoan, type DisbursementInput } from '../../src/loans/disburse-loan';
import { loanDifferences } from '../../src/loans/recompute';
import { findLoan } from '../../src/loans/store';
import { anInvestor, anOpenLine, draw } from '../lines/open';
import { enterCap } from '../products/offer';
import { createWorld, TODAY, type World } from '../support/world';
import { anApplication, aSetting, command, harvestTerms, ledgerOf, on, type Setting } from './a-loan';

let world: World;
let db: Knex;
let setting: Setting;

beforeAll(async () => {
  world = await createWorld();
  ({ db } = world);
  setting = await aSetting(world);
  await enterCap(world, setting.at);
});

afterEach(async () => {
  expect(await loanDifferences(db, setting.at.id)).toEqual([]);
  expect(await lineDifferences(db, setting.at.id)).toEqual([]);
});

const APPROVED = '2026-11-18T15:00:00.000Z';

/** As the committee saw it: S/ 8,000.00 on 20 November 2026 and three harvests of 2027. */
function approvedTerms(change: Partial<Terms> = {}): Terms {
  const rows = [
    { due: '2027-05-31', weight: new Decimal(28) },
    { due: '2027-07-31', weight: new Decimal(25) },
    { due: '2027-12-15', weight: new Decimal(13) },
  ];
  return harvestTerms({
    disbursements: [{ date: '2026-11-20', amount: 800_000 }],
    instalments: { plan: 'weighted', rows },
    ...change,
  });
}

const approved = (terms = approvedTerms()) => anApplication(setting, terms, 'approved', APPROVED);

const disburse = (applicationId: number, more: Partial<DisbursementInput> = {}, username = 'celia', day = TODAY) =>
  disburseLoan(db, on(setting.at, username, day), {
    commandId: command(),
    applicationId,
    lineId: setting.lineId,
    disbursedOn: day,
    ...more,
  });

describe('a disbursement', () => {
  it('makes the loan, takes its money from the line, posts it and ends the application', async () => {
    const applicationId = await approved();
    const before = await findLine(db, setting.at.id, setting.lineId);
    const outcome = await disburse(applicationId);
    if (outcome.type === 'refused') throw new Error(outcome.reason);
    expect(await findLoan(db, setting.at.id, outcome.loanId)).toMatchObject({
      applicationId,
      principal: 800_000,
      principalOutstanding: 800_000,
      status: 'active',
      disbursedOn: TODAY,
      nextDue: '2027-05-31',
    });
    expect(await ledgerOf(db, setting.at.id, outcome.loanId)).toEqual({ Caja: -800_000, 'Créditos vigentes': 800_000 });
    const after = await findLine(db, setting.at.id, setting.lineId);
    expect((after?.lent ?? 0) - (before?.lent ?? 0)).toBe(800_000);
    const application = await db('application').where({ institution_id: setting.at.id, id: applicationId }).first();
    expect(application).toMatchObject({ state: 'disbursed' });
  });

  it('has the schedule of its true day, and not of the day that was approved', async () => {
    const onTheDay = await disburse(await approved(), {}, 'celia', '2026-11-20');
    const later = await disburse(await approved());
    if (onTheDay.type === 'refused' || later.type === 'refused') throw new Error('refused');
    const interest = async (loanId: number): Promise<number> => {
      const rows: { interest: number }[] = await db('instalment').where({ loan_id: loanId }).select('interest');
      return rows.reduce((sum, row) => sum + row.interest, 0);
    };
    expect(await interest(later.loanId)).toBeLessThan(await interest(onTheDay.loanId));
  });

  it.each([
    ['whoever submitted it', {}, 'carmen', 'role_not_allowed'],
    ['the manager who approved it', {}, 'marta', 'same_person'],
    ['tomorrow', { disbursedOn: '2026-11-24' }, 'celia', 'date_in_future'],
    ['before the approval', { disbursedOn: '2026-11-17' }, 'celia', 'date_before_approval'],
    ['a line that does not exist', { lineId: 9_999 }, 'celia', 'line_unknown'],
  ])('by or with %s is refused, and nothing changes but the trail', async (_name, more, username, reason) => {
    const applicationId = await approved();
    const before = await snapshot();
    expect(await disburse(applicationId, more, username)).toMatchObject({ type: 'refused', reason });
    expect(await snapshot()).toEqual(before);
    const deeds = { entity: 'application', entity_id: String(applicationId), action: 'disbursement-refused' };
    expect(await db('audit').where(deeds)).toHaveLength(1);
  });

  it('is refused where somebody who submitted it is also at the till', async () => {
    const applicationId = await approved();
    await db('application')
      .where({ institution_id: setting.at.id, id: applicationId })
      .update({ submitted_by: setting.at.staff['pedro'] });
    expect(await disburse(applicationId, {}, 'pedro')).toMatchObject({ reason: 'same_person' });
  });

  it('by the same person is refused by the database too', async () => {
    const outcome = await disburse(await approved());
    if (outcome.type === 'refused') throw new Error(outcome.reason);
    const row = await db('loan').where({ institution_id: setting.at.id, id: outcome.loanId }).first();
    const applicationId = await approved();
    const copy = { ...row, id: 80_001, application_id: applicationId };
    await expect(db('loan').insert({ ...copy, disbursed_by: row.submitted_by })).rejects.toThrow();
    await expect(db('loan').insert({ ...copy, disbursed_by: row.approved_by })).rejects.toThrow();
  });

  it.each([['in-committee'], ['denied'], ['draft']])('of an application that is %s is refused', async (state) => {
    const applicationId = await anApplication(setting, approvedTerms(), state, APPROVED);
    expect(await disburse(applicationId)).toMatchObject({ type: 'refused', reason: 'application_not_approved' });
  });

  it('happens once, however often it is asked for', async () => {
    const applicationId = await approved();
    const commandId = command();
    const first = await disburse(applicationId, { commandId });
    expect(await disburse(applicationId, { commandId })).toEqual({ ...first, repeated: true });
    expect(await disburse(applicationId)).toMatchObject({ type: 'refused', reason: 'already_disbursed' });
    expect(await db('loan').where({ institution_id: setting.at.id, application_id: applicationId })).toHaveLength(1);
  });

  it('is refused above the legal rate of its day, and where nobody knows it', async () => {
    const dear = await approved(approvedTerms({ rate: { kind: 'effective', percent: new Decimal('112.01') } }));
    expect(await disburse(dear)).toMatchObject({ type: 'refused', reason: 'rate_above_cap' });
    const application = await anApplication(setting, approvedTerms(), 'approved', '2026-01-05T15:00:00.000Z');
    const unknown = await disburseLoan(db, on(setting.at, 'celia', '2027-06-01'), {
      commandId: command(),
      applicationId: application,
      lineId: setting.lineId,
      disbursedOn: '2027-05-30',
    });
    expect(unknown).toMatchObject({ type: 'refused', reason: 'no_cap_known' });
  });

  it('after the first due date is refused', async () => {
    const early = approvedTerms({
      instalments: { plan: 'weighted', rows: [{ due: '2026-11-22', weight: new Decimal(1) }] },
    });
    expect(await disburse(await approved(early))).toMatchObject({ type: 'refused', reason: 'dates_out_of_order' });
  });
});

describe('the last money of a line', () => {
  async function lineWith(drawn: number): Promise<number> {
    const lineId = await anOpenLine(world, await anInvestor(world, `De ${command()}`), {
      institutionId: setting.at.id,
      name: 'Última línea',
      currency: 'PEN',
      commitment: drawn,
      regions: ['10'],
    });
    await draw(world, setting.at, lineId, drawn);
    return lineId;
  }

  it('goes to one of two disbursements that race for it', async () => {
    const lineId = await lineWith(1_000_000);
    const applications = [await approved(), await approved()];
    const outcomes = await Promise.all(applications.map((applicationId) => disburse(applicationId, { lineId })));
    const words = outcomes.map((outcome) => (outcome.type === 'done' ? 'done' : outcome.reason)).toSorted();
    expect(words).toEqual(['done', 'line_exceeded']);
    const line = await findLine(db, setting.at.id, lineId);
    expect(line && fundsOf(line)).toMatchObject({ lentOn: 800_000, availableToLend: 200_000 });
  });

  it('is not gone for a region that the line does not finance', async () => {
    const lineId = await lineWith(1_000_000);
    await db('credit_line_region')
      .where({ institution_id: setting.at.id, line_id: lineId })
      .update({ department_code: '25' });
    expect(await disburse(await approved(), { lineId })).toMatchObject({ reason: 'region_not_eligible' });
  });
});

it('a dollar line lends soles at the rate of the day', async () => {
  const lineId = await anOpenLine(world, await anInvestor(world, 'Dólares'), {
    institutionId: setting.at.id,
    commitment: 1_000_000,
  });
  await draw(world, setting.at, lineId, 1_000_000);
  const outcome = await disburse(await approved(), { lineId });
  if (outcome.type === 'refused') throw new Error(outcome.reason);
  const loan = await findLoan(db, setting.at.id, outcome.loanId);
  expect(Number(loan?.exchangeRate)).toBeGreaterThan(2);
  expect(loan?.lineAmount).toBe(Math.round(800_000 / Number(loan?.exchangeRate)));
});

async function snapshot(): Promise<unknown> {
  const tables = ['loan', 'loan_event', 'instalment', 'journal', 'entry', 'credit_line', 'counter', 'application'];
  return Promise.all(tables.map((table) => db(table).orderByRaw('1, 2, 3').select()));
}
