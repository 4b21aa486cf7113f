import { trialBalance } from '../../src/ledger/balances';
import { drawDown } from '../../src/lines/draw-down';
import { movementsOfLine } from '../../src/lines/movement-store';
import { lineDifferences } from '../../src/lines/recompute';
import { repayLine } from '../../src/lines/repay-line';
import { reverseMovement } from '../../src/lines/reverse-movement';
import { findLine } from '../../src/lines/store';
import { createWorld, TODAY, type World } from '../support/world';
import { aLine, anInvestor, anOpenLine, commandId, draw } from './open';
import { openLine } from '../../src/lines/open-line';

let world: World;
let investorId: number;

beforeAll(async () => {
  world = await createWorld();
  investorId = await anInvestor(world);
});

const input = (lineId: number, amount: number, valueDate = '2026-03-02') => ({
  commandId: commandId(),
  institutionId: world.selva.id,
  lineId,
  amount,
  valueDate,
});
const marta = () => world.selva.by('marta');
const trail = async (lineId: number): Promise<string[]> => {
  const rows = (await world
    .db('audit')
    .where({ institution_id: world.selva.id, entity: 'credit-line', entity_id: String(lineId) })
    .orderBy('seq')
    .select('action')) as { action: string }[];
  return rows.map((row) => row.action);
};

describe('opening a line', () => {
  it.each`
    what                                         | more                                                     | reason
    ${'a period that ends before it begins'}     | ${{ availableUntil: '2025-12-31' }}                      | ${'availability_ends_before_it_begins'}
    ${'a line due while it can still be drawn'}  | ${{ maturesOn: '2026-12-30' }}                           | ${'matures_before_availability_ends'}
    ${'a line for no region'}                    | ${{ regions: [] }}                                       | ${'region_missing'}
    ${'a product that the lender does not have'} | ${{ products: [77] }}                                    | ${'product_unknown'}
    ${'an investor that nobody knows'}           | ${{ investor: { id: 99 } }}                              | ${'investor_unknown'}
    ${'a new investor with the name of another'} | ${{ investor: { name: 'ROOT cápital', country: 'US' } }} | ${'investor_exists'}
    ${'a lender that does not exist'}            | ${{ institutionId: 99 }}                                 | ${'institution_unknown'}
    ${'AZMJ itself, which does not lend'}        | ${{ institutionId: 1 }}                                  | ${'institution_unknown'}
  `('refuses $what: $reason', async ({ more, reason }) => {
    expect(world.azmj.id).toBe(1);
    const opened = await openLine(world.db, world.azmj.by('alicia'), aLine(world, investorId, more));
    expect(opened).toEqual({ type: 'refused', reason });
  });

  it('enters a new investor with it, once, however often the form is sent', async () => {
    const line = aLine(world, investorId, { investor: { name: 'Oikocredit', country: 'NL' } });
    const first = await openLine(world.db, world.azmj.by('alicia'), line);
    const second = await openLine(world.db, world.azmj.by('alicia'), line);
    expect(second).toEqual(first);
    expect(await world.db('investor').where({ name: 'Oikocredit' })).toHaveLength(1);
  });

  it('is in the trail of the lender, without taking the facilitator for staff of the lender', async () => {
    const lineId = await anOpenLine(world, investorId);
    const row: unknown = await world
      .db('audit')
      .where({ institution_id: world.selva.id, action: 'line-opened', entity_id: String(lineId) })
      .first('actor_kind', 'actor_id', 'actor_role', 'details');
    expect(row).toMatchObject({ actor_kind: 'system', actor_id: null, actor_role: 'facilitator' });
    expect(row).toHaveProperty(
      'details',
      expect.stringContaining(`"facilitatorStaffId":${world.azmj.staff['alicia']}`),
    );
  });

  it('is not for the staff of another lender', async () => {
    const line = aLine(world, investorId);
    await expect(openLine(world.db, world.valle.by('marta'), line)).rejects.toThrow('may not act in institution');
  });
});

describe('a drawdown', () => {
  it('puts the money into the bank and owes it to the investor', async () => {
    const before = await balancesOf('USD');
    const lineId = await anOpenLine(world, investorId);
    await draw(world, world.selva, lineId, 600_00);
    const after = await balancesOf('USD');
    expect(after['1103']! - (before['1103'] ?? 0)).toBe(600_00);
    expect(after['2402']! - (before['2402'] ?? 0)).toBe(-600_00);
    expect(await findLine(world.db, world.selva.id, lineId)).toMatchObject({ drawn: 600_00, repaid: 0 });
  });

  it.each`
    what                                 | amount      | valueDate       | refusal
    ${'tomorrow'}                        | ${1}        | ${'2026-11-24'} | ${{ reason: 'date_in_future' }}
    ${'before the availability period'}  | ${1}        | ${'2025-12-31'} | ${{ reason: 'outside_availability' }}
    ${'a céntimo beyond the commitment'} | ${1_000_01} | ${TODAY}        | ${{ reason: 'commitment_exceeded', largest: 1_000_00 }}
  `('is refused $what, and only the trail tells of it', async ({ amount, valueDate, refusal }) => {
    const lineId = await anOpenLine(world, investorId);
    expect(await drawDown(world.db, marta(), input(lineId, amount, valueDate))).toEqual({
      type: 'refused',
      ...refusal,
    });
    expect(await movementsOfLine(world.db, world.selva.id, lineId)).toEqual([]);
    expect(await trail(lineId)).toEqual(['line-opened', 'line-drawdown-refused']);
  });

  it('is refused on the day after the period, and may be entered late for its last day', async () => {
    const lineId = await anOpenLine(world, investorId, { availableUntil: '2026-06-30' });
    expect(await drawDown(world.db, marta(), input(lineId, 1, '2026-07-01'))).toMatchObject({
      reason: 'outside_availability',
    });
    expect(await drawDown(world.db, marta(), input(lineId, 1, '2026-06-30'))).toMatchObject({ type: 'done' });
  });

  it('sent twice is one drawdown, and with another amount it is refused', async () => {
    const lineId = await anOpenLine(world, investorId);
    const once = input(lineId, 400_00);
    const first = await drawDown(world.db, marta(), once);
    expect(await drawDown(world.db, marta(), once)).toEqual(first);
    expect(await drawDown(world.db, marta(), { ...once, amount: 500_00 })).toEqual({
      type: 'refused',
      reason: 'command_reused',
    });
    expect(await findLine(world.db, world.selva.id, lineId)).toMatchObject({ drawn: 400_00 });
  });

  it('of a line of another lender does not exist', async () => {
    const lineId = await anOpenLine(world, investorId);
    const mine = { ...input(lineId, 1), institutionId: world.valle.id };
    expect(await drawDown(world.db, world.valle.by('marta'), mine)).toMatchObject({ reason: 'line_unknown' });
  });

  it('by the facilitator names no staff of the lender', async () => {
    const lineId = await anOpenLine(world, investorId);
    await drawDown(world.db, world.azmj.by('alicia'), input(lineId, 1_00));
    const [movement] = await movementsOfLine(world.db, world.selva.id, lineId);
    expect(movement).toMatchObject({ staffId: null, facilitatorStaffId: world.azmj.staff['alicia'] });
  });

  it('two at the same moment for the last of a line have one winner', async () => {
    const lineId = await anOpenLine(world, investorId);
    const both = await Promise.all([
      drawDown(world.db, marta(), input(lineId, 600_00)),
      drawDown(world.db, world.selva.by('pedro'), input(lineId, 600_00)),
    ]);
    expect(both.map(({ type }) => type).toSorted()).toEqual(['done', 'refused']);
    expect(await findLine(world.db, world.selva.id, lineId)).toMatchObject({ drawn: 600_00 });
  });
});

describe('a repayment to the investor', () => {
  it.each`
    what                           | amount    | valueDate       | refusal
    ${'tomorrow'}                  | ${1}      | ${'2026-11-24'} | ${{ reason: 'date_in_future' }}
    ${'before anything was drawn'} | ${1}      | ${'2026-03-01'} | ${{ reason: 'debt_exceeded', largest: 0 }}
    ${'a céntimo beyond the debt'} | ${600_01} | ${TODAY}        | ${{ reason: 'debt_exceeded', largest: 600_00 }}
  `('is refused $what', async ({ amount, valueDate, refusal }) => {
    const lineId = await anOpenLine(world, investorId);
    await draw(world, world.selva, lineId, 600_00);
    expect(await repayLine(world.db, marta(), input(lineId, amount, valueDate))).toEqual({
      type: 'refused',
      ...refusal,
    });
    expect(await trail(lineId)).toEqual(['line-opened', 'line-drawdown', 'line-repayment-refused']);
  });

  it('gives room on a revolving line and none on another', async () => {
    for (const { revolving, answer } of [
      { revolving: true, answer: { type: 'done' } },
      { revolving: false, answer: { reason: 'commitment_exceeded', largest: 0 } },
    ]) {
      const lineId = await anOpenLine(world, investorId, { revolving });
      await draw(world, world.selva, lineId, 1_000_00);
      await repayLine(world.db, marta(), input(lineId, 500_00, '2026-06-01'));
      expect(await drawDown(world.db, marta(), input(lineId, 500_00, '2026-06-02'))).toMatchObject(answer);
    }
  });

  it('is the mirror of the drawdown in the ledger', async () => {
    const before = await balancesOf('PEN');
    const lineId = await anOpenLine(world, investorId, { currency: 'PEN' });
    await draw(world, world.selva, lineId, 300_00);
    await repayLine(world.db, marta(), input(lineId, 300_00, TODAY));
    expect(await balancesOf('PEN')).toEqual({ '1103': 0, '2402': 0, ...before });
  });
});

describe('taking a movement back', () => {
  const reversal = (lineId: number, movementId: number) => ({
    commandId: commandId(),
    institutionId: world.selva.id,
    lineId,
    movementId,
    reason: 'Se escribió un cero de más',
  });

  it('leaves a mirror in the ledger and the balances as they were', async () => {
    const lineId = await anOpenLine(world, investorId);
    const movementId = await draw(world, world.selva, lineId, 600_00);
    const reversed = await reverseMovement(world.db, world.selva.by('pedro'), reversal(lineId, movementId));
    expect(reversed).toMatchObject({ type: 'done' });
    expect(await findLine(world.db, world.selva.id, lineId)).toMatchObject({ drawn: 0 });
    expect(await trail(lineId)).toEqual(['line-opened', 'line-drawdown', 'line-movement-reversed']);
    expect(await drawDown(world.db, marta(), input(lineId, 1_000_00))).toMatchObject({ type: 'done' });
  });

  it('is for another person than who entered it', async () => {
    const lineId = await anOpenLine(world, investorId);
    const movementId = await draw(world, world.selva, lineId, 600_00);
    expect(await reverseMovement(world.db, marta(), reversal(lineId, movementId))).toEqual({
      type: 'refused',
      reason: 'same_person',
    });
    expect(await trail(lineId)).toEqual(['line-opened', 'line-drawdown', 'line-reversal-refused']);
  });

  it('works once, and not on a reversal or on what is not there', async () => {
    const lineId = await anOpenLine(world, investorId);
    const movementId = await draw(world, world.selva, lineId, 600_00);
    const reversed = await reverseMovement(world.db, world.selva.by('pedro'), reversal(lineId, movementId));
    const reversalId = reversed.type === 'done' ? reversed.movementId : 0;
    for (const [id, reason] of [
      [movementId, 'already_reversed'],
      [reversalId, 'movement_unknown'],
      [9_999, 'movement_unknown'],
    ] as const) {
      expect(await reverseMovement(world.db, world.selva.by('pedro'), reversal(lineId, id))).toMatchObject({ reason });
    }
  });

  it('is refused when the money has moved on', async () => {
    const lineId = await anOpenLine(world, investorId);
    const drawdown = await draw(world, world.selva, lineId, 600_00);
    const repaid = await repayLine(world.db, marta(), input(lineId, 300_00, '2026-04-01'));
    const again = await draw(world, world.selva, lineId, 700_00, '2026-05-01');
    await world.db('credit_line').where({ institution_id: world.selva.id, id: lineId }).update({ lent: 500_00 });
    for (const [id, reason] of [
      [drawdown, 'already_repaid'],
      [again, 'already_lent'],
      [repaid.type === 'done' ? repaid.movementId : 0, 'already_drawn_again'],
    ] as const) {
      expect(await reverseMovement(world.db, world.selva.by('pedro'), reversal(lineId, id))).toMatchObject({ reason });
    }
    await world.db('credit_line').where({ institution_id: world.selva.id, id: lineId }).update({ lent: 0 });
  });
});

describe('verify', () => {
  it('finds nothing to say about all of the above', async () => {
    expect(await lineDifferences(world.db, world.selva.id)).toEqual([]);
  });

  it.each`
    balance     | change
    ${'drawn'}  | ${{ drawn: 601_00 }}
    ${'repaid'} | ${{ repaid: 101_00 }}
    ${'lent'}   | ${{ lent: 1 }}
  `('finds a $balance that somebody changed', async ({ balance, change }) => {
    const lineId = await anOpenLine(world, investorId);
    await draw(world, world.selva, lineId, 600_00);
    await repayLine(world.db, marta(), input(lineId, 100_00, '2026-04-01'));
    const where = { institution_id: world.selva.id, id: lineId };
    await world.db('credit_line').where(where).update(change);
    const found = await lineDifferences(world.db, world.selva.id);
    expect(found.filter((difference) => difference.balance === balance)).toMatchObject([{ lineId, balance }]);
    await world.db('credit_line').where(where).update({ drawn: 600_00, repaid: 100_00, lent: 0, recovered: 0 });
  });

  it('leaves the books balanced', async () => {
    const rows = await trialBalance(world.db, world.selva.id, TODAY);
    const debit = rows.reduce((sum, row) => sum + row.debit, 0);
    expect(debit).toBeGreaterThan(0);
    expect(rows.reduce((sum, row) => sum + row.credit, 0)).toBe(debit);
  });
});

async function balancesOf(currency: string): Promise<Record<string, number>> {
  const rows = await trialBalance(world.db, world.selva.id, TODAY);
  return Object.fromEntries(
    rows.filter((row) => row.currency === currency).map((row) => [row.code, row.debit - row.credit]),
  );
}
