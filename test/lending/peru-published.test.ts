import { roundCentimos, centimosOf } from '../../src/lending/money';
import { Decimal } from '../../src/lending/decimal';
import { financedPremium } from '../../src/lending/financed-insurance';
import { itf } from '../../src/lending/itf';
import { bcpNominalPercent, effectiveFactor, teaOfMonthlyPercent } from '../../src/lending/rates';
import { scheduled } from './contract';
import published from './vectors/peru-published.json';

/**
 * Lenders carry unrounded balances and round what they print: a figure may differ by a céntimo, a balance and the last
 * instalment by one for each row before. */
const A_CENTIMO = 1;

function expectNear(centimos: number | undefined, text: string): void {
  expect(Math.abs((centimos ?? NaN) - centimosOf(text))).toBeLessThanOrEqual(A_CENTIMO);
}

const caseOf = (id: string) => published.cases.find((one) => one.id === id);

describe('worked examples that lenders publish', () => {
  it('Agrobanco: 7,950 until the harvest in 180 days, the insurance financed, ITF apart', () => {
    const premium = financedPremium(795_000, new Decimal('0.023'), 180);
    expectNear(roundCentimos(premium, 'half-even'), '10.99');
    const lent = 795_000 + roundCentimos(premium, 'half-even');
    const { instalments, totals } = scheduled({
      disbursements: [{ date: '2027-01-01', amount: (lent / 100).toFixed(2) }],
      rate: { kind: 'effective', percent: '25' },
      instalments: { plan: 'bullet', count: 1, every: { days: 180 } },
      fees: [{ at: 'each-instalment', amount: '4.60' }],
    });
    const [harvest] = instalments;
    expectNear((harvest?.principal ?? 0) + (harvest?.interest ?? 0), '8900.65');
    expect(itf((harvest?.principal ?? 0) + (harvest?.interest ?? 0), new Decimal('0.005'))).toBe(40);
    expectNear(totals.total + 40, '8905.65');
    expect(effectiveFactor(new Decimal(25), 180).toFixed(4)).toBe(
      caseOf('PE-01-agrobanco-bullet-180d')?.expected.tes_180d,
    );
  });

  it('a lender of small loans: 10,000 for 30 days at TEA 99 % costs a TCEA of 100.79 %', () => {
    const { instalments, tceaPercent } = scheduled({
      disbursements: [{ date: '2027-01-01', amount: '10000.00' }],
      rate: { kind: 'effective', percent: '99' },
      instalments: { plan: 'level', count: 1, every: { days: 30 } },
      insurance: { percentOfBalancePer30Days: '0.079' },
    });
    expect(instalments[0]).toMatchObject({ interest: 59_021, insurance: 790, total: 1_059_811 });
    expect(tceaPercent.dividedBy(100).toFixed(4)).toBe('1.0079');
  });

  it('five days late: compensatory and late interest on 176.97, summed first and rounded last', () => {
    const overdue = new Decimal(17_697);
    const compensatory = effectiveFactor(new Decimal('16.5'), 5).times(overdue);
    const late = effectiveFactor(new Decimal(70), 5).times(overdue);
    expect(roundCentimos(compensatory, 'half-even')).toBe(38);
    expect(roundCentimos(late, 'half-even')).toBe(131);
    expect(roundCentimos(overdue.plus(compensatory).plus(late), 'half-even')).toBe(17_865);
  });

  it('three months without payment, capitalised, then 33 level ones: every printed balance', () => {
    const { expected } = caseOf('PE-06-total-grace-3m-capitalised') ?? {};
    // The first row holds the interest of all four months; the published sheet prints three of them apart.
    const { instalments } = scheduled({
      disbursements: [{ date: '2027-01-01', amount: '8500.00' }],
      rate: { kind: 'effective', percent: teaOfMonthlyPercent(new Decimal('3.2')).toFixed(18) },
      instalments: { plan: 'level', count: 33, every: { days: 30 }, firstDue: '2027-05-01' },
    });
    const rows = (expected && 'rows' in expected ? expected.rows : undefined) ?? [];
    expect(rows).toHaveLength(36);
    rows.slice(3).forEach((row, index) => {
      const ours = instalments[index];
      expect(Math.abs((ours?.balance ?? NaN) - centimosOf(row.balance))).toBeLessThanOrEqual((index + 1) * A_CENTIMO);
      if (index === 32) return expect(Math.abs((ours?.total ?? NaN) - 46_253)).toBeLessThanOrEqual(33 * A_CENTIMO);
      expectNear(ours?.total, '462.53');
      if (index > 0) expectNear(ours?.interest, row.interest);
      if (index > 0) expectNear(ours?.principal, row.capital);
    });
  });

  it('the Banco de Crédito reckons by actual days over a nominal rate', () => {
    const percent = bcpNominalPercent(new Decimal(20));
    const { instalments } = scheduled({
      rate: { kind: 'nominal', percent: percent.toFixed(18), dayCount: 'actual/365' },
      instalments: { plan: 'interest-only', count: 2, every: { months: 1 }, firstDue: '2026-12-31' },
    });
    expect(instalments[0]?.interest).toBe(
      roundCentimos(percent.times(800_000).times(31).dividedBy(36_500), 'half-even'),
    );
  });
});
