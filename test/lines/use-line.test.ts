import * as fc from 'fast-check';
import { inTransaction } from '../../src/db/transaction';
import { findLine } from '../../src/lines/store';
import { lendFromLine, recoverToLine, recoveredInLineCurrency, type LoanFromLine } from '../../src/lines/use-line';
import { createWorld, TODAY, type World } from '../support/world';
import { anInvestor, anOpenLine, draw } from './open';

let world: World;
let investorId: number;

beforeAll(async () => {
  world = await createWorld();
  investorId = await anInvestor(world);
});

const lend = (loan: Partial<LoanFromLine> & { readonly lineId: number }) =>
  inTransaction(world.db, (trx) =>
    lendFromLine(trx, world.selva.by('celia'), {
      amount: 100_00,
      currency: 'USD',
      date: TODAY,
      ubigeo: '100601',
      productId: 1,
      ...loan,
    }),
  );
const recover = (lineId: number, amount: number) =>
  inTransaction(world.db, (trx) => recoverToLine(trx, world.selva.by('celia'), { lineId, amount }));
const balances = async (lineId: number) => {
  const line = await findLine(world.db, world.selva.id, lineId);
  return { lent: line?.lent, recovered: line?.recovered };
};

describe('a loan out of a line', () => {
  let lineId: number;
  beforeAll(async () => {
    lineId = await anOpenLine(world, investorId);
    await draw(world, world.selva, lineId, 600_00);
  });

  it.each`
    what                                            | loan                                                          | reason
    ${'a line of another lender, or of nobody'}     | ${{ lineId: 9_999 }}                                          | ${'line_unknown'}
    ${'before the line is open'}                    | ${{ date: '2025-12-31' }}                                     | ${'line_not_available'}
    ${'after everything is due to the investor'}    | ${{ date: '2029-01-01' }}                                     | ${'line_not_available'}
    ${'a farmer of Ucayali from a line for others'} | ${{ ubigeo: '250301' }}                                       | ${'region_not_eligible'}
    ${'soles from dollars without a rate'}          | ${{ currency: 'PEN' }}                                        | ${'currency_needs_exchange_rate'}
    ${'a céntimo more than is drawn and not lent'}  | ${{ amount: 600_01 }}                                         | ${'line_exceeded'}
    ${'a céntimo more, in soles'}                   | ${{ amount: 2250_02, currency: 'PEN', exchangeRate: '3.75' }} | ${'line_exceeded'}
  `('is refused: $what', async ({ loan, reason }) => {
    expect(await lend({ lineId, ...loan })).toEqual({ type: 'refused', reason });
    expect(await balances(lineId)).toEqual({ lent: 0, recovered: 0 });
  });

  it('may still be made when nothing can be drawn any more, until the line matures', async () => {
    expect(await lend({ lineId, amount: 1_00, date: '2028-12-31' })).toMatchObject({ type: 'done' });
  });

  it('takes its amount in the currency of the line', async () => {
    const before = (await balances(lineId)).lent ?? 0;
    const lent = await lend({ lineId, amount: 800_00, currency: 'PEN', exchangeRate: '3.75' });
    expect(lent).toEqual({ type: 'done', lineAmount: 213_33, exchangeRate: '3.75' });
    expect(await balances(lineId)).toEqual({ lent: before + 213_33, recovered: 0 });
  });
});

describe('a line for some products', () => {
  it('finances those and no other', async () => {
    await world.db('product').insert([1, 2].map((id) => product(world.selva.id, id)));
    const lineId = await anOpenLine(world, investorId, { products: [2] });
    await draw(world, world.selva, lineId, 600_00);
    expect(await lend({ lineId, productId: 1 })).toEqual({ type: 'refused', reason: 'product_not_eligible' });
    expect(await lend({ lineId, productId: 2 })).toMatchObject({ type: 'done' });
  });
});

describe('what farmers repay', () => {
  it.each([
    { revolving: true, again: { type: 'done' } },
    { revolving: false, again: { type: 'refused', reason: 'line_exceeded' } },
  ])('can be lent again on a revolving line only ($revolving)', async ({ revolving, again }) => {
    const lineId = await anOpenLine(world, investorId, { revolving });
    await draw(world, world.selva, lineId, 100_00);
    await lend({ lineId, amount: 100_00 });
    await recover(lineId, 40_00);
    expect(await lend({ lineId, amount: 40_00 })).toMatchObject(again);
  });

  it('goes back when the payment is reversed', async () => {
    const lineId = await anOpenLine(world, investorId);
    await draw(world, world.selva, lineId, 100_00);
    await lend({ lineId, amount: 100_00 });
    await recover(lineId, 40_00);
    await recover(lineId, -40_00);
    expect(await balances(lineId)).toEqual({ lent: 100_00, recovered: 0 });
  });

  it.each([100_01, -1])('is never more than was lent nor less than nothing: %d', async (amount) => {
    const lineId = await anOpenLine(world, investorId);
    await draw(world, world.selva, lineId, 100_00);
    await lend({ lineId, amount: 100_00 });
    await expect(recover(lineId, amount)).rejects.toThrow('cannot have recovered');
    expect(await balances(lineId)).toEqual({ lent: 100_00, recovered: 0 });
  });

  it('in however many payments is in the end what the loan took, to the céntimo', () => {
    const payments = fc.array(fc.integer({ min: 1, max: 500_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(payments, fc.integer({ min: 1, max: 900_000 }), (parts, lineAmount) => {
        const principal = parts.reduce((sum, part) => sum + part, 0);
        let repaid = 0;
        let recovered = 0;
        for (const part of parts) {
          const before = recoveredInLineCurrency(repaid, principal, lineAmount);
          repaid += part;
          const step = recoveredInLineCurrency(repaid, principal, lineAmount) - before;
          expect(step).toBeGreaterThanOrEqual(0);
          recovered += step;
        }
        expect(recovered).toBe(lineAmount);
      }),
    );
  });
});

describe('two disbursements racing for the last of a line', () => {
  it('have one winner', async () => {
    const lineId = await anOpenLine(world, investorId);
    await draw(world, world.selva, lineId, 100_00);
    const both = await Promise.all([lend({ lineId, amount: 60_00 }), lend({ lineId, amount: 60_00 })]);
    expect(both.map(({ type }) => type).toSorted()).toEqual(['done', 'refused']);
    expect(await balances(lineId)).toEqual({ lent: 60_00, recovered: 0 });
  });

  it('leave nothing to either when the disbursement itself fails', async () => {
    const lineId = await anOpenLine(world, investorId);
    await draw(world, world.selva, lineId, 100_00);
    const loan = { lineId, amount: 60_00, currency: 'USD', date: TODAY, ubigeo: '100601', productId: 1 };
    const failing = inTransaction(world.db, async (trx) => {
      await lendFromLine(trx, world.selva.by('celia'), loan);
      throw new Error('the power went');
    });
    await expect(failing).rejects.toThrow('the power went');
    expect(await balances(lineId)).toEqual({ lent: 0, recovered: 0 });
  });
});

function product(institutionId: number, id: number) {
  return {
    institution_id: institutionId,
    id,
    name: `Cacao ${id}`,
    credit_type: 'microempresa',
    currency: 'PEN',
    plan: 'harvest',
    amount_min: 500_00,
    amount_max: 20_000_00,
    instalments_max: 12,
    rate_percent: '30',
    late_rate_percent: '10',
    unpaid_interest: 'capitalise',
    insurance_percent: '0',
    disbursement_fee: 0,
    instalment_fee: 0,
    window_share_percent: '50',
    active: true,
    created_at: '2026-01-01T00:00:00.000Z',
  };
}
