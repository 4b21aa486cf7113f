import fc from 'fast-check';
import { isContractError } from '../../src/contract/contract-error';
import { scheduleAnswer } from '../../src/contract/schedule-command';
import { parseTerms, termsJson } from '../../src/contract/terms-json';
import { Decimal } from '../../src/lending/decimal';
import { isRefusal } from '../../src/lending/refusal';
import { cashFlows, schedule } from '../../src/lending/schedule';
import type { Schedule } from '../../src/lending/schedule-rows';
import { exactTceaPercent, type CashFlow } from '../../src/lending/tcea';
import type { Terms } from '../../src/lending/terms';
import { arbitraryTerms, effective, type TermsShape } from './arbitrary-terms';
import { RUNS } from './runs';

jest.setTimeout(600_000);

const anyTerms: TermsShape = {
  plans: ['level', 'equal-principal', 'bullet', 'interest-only', 'weighted', 'free'],
  methods: ['declining', 'declining', 'flat'],
  unpaid: ['capitalise', 'carry'],
  disbursements: 3,
  most: 24,
};

describe('every schedule', () => {
  it('pays back what was disbursed, on rising dates, and neither makes nor loses a céntimo', () => {
    law(anyTerms, (terms, { instalments, totals }) => {
      const parts = ['principal', 'interest', 'insurance', 'fees', 'total'] as const;
      const columns = parts.map((part) => [part, sum(instalments.map((row) => row[part]))]);
      expect(totals).toEqual(Object.fromEntries(columns));
      expect(totals.principal).toBe(sum(terms.disbursements.map(({ amount }) => amount)));
      expect(instalments.map(({ number, total, balance }) => [number, total, balance])).toEqual(
        instalments.map((row, index) => [
          index + 1,
          row.principal + row.interest + row.insurance + row.fees,
          sum(terms.disbursements.filter(({ date }) => date < row.due).map(({ amount }) => amount)) -
            sum(instalments.slice(0, index + 1).map(({ principal }) => principal)),
        ]),
      );
      const dates = [terms.disbursements[0]?.date ?? '', ...instalments.map(({ due }) => due)];
      expect(dates.every((date, index) => index === 0 || date > (dates[index - 1] ?? ''))).toBe(true);
      expect(instalments.at(-1)).toMatchObject({ balance: 0 });
      expect(instalments.at(-1)?.interestCarried ?? 0).toBe(0);
    });
  });

  it('is worth nothing at its TCEA, to a millionth of a sol', () => {
    law(anyTerms, (terms, { instalments, tceaPercent }) => {
      const flows = cashFlows(terms, instalments);
      const exact = exactTceaPercent(flows);
      expect(worth(flows, exact).dividedBy(100).abs().lessThan('1e-6')).toBe(true);
      expect(tceaPercent.toFixed(6)).toBe(exact.toDecimalPlaces(6, Decimal.ROUND_HALF_EVEN).plus(0).toFixed(6));
    });
  });

  it('comes from terms that survive being written and read', () => {
    law(anyTerms, (terms) => {
      expect(parseTerms(structuredClone(termsJson(terms)))).toEqual(terms);
    });
  });
});

describe('a level schedule', () => {
  const level: TermsShape = { plans: ['level'], unpaid: ['capitalise', 'carry'], disbursements: 2, most: 24 };

  it('is a weighted one with equal weights', () => {
    law({ ...level, rates: effective }, (terms, one) => {
      const rows = one.instalments.map(({ due }) => ({ due, weight: new Decimal(1) }));
      const other = schedule({ ...terms, instalments: { plan: 'weighted', rows } });
      if (isRefusal(other)) throw new Error(other.reason);
      expect(other.instalments).toEqual(one.instalments);
    });
  });

  it('grows with the rate', () => {
    law({ ...level, rates: effective, disbursements: 1 }, (terms, one) => {
      const dearer = schedule({ ...terms, rate: { kind: 'effective', percent: terms.rate.percent.plus('0.5') } });
      if (isRefusal(dearer) || terms.rounding.residue === 'spread' || terms.grace.interest > 0) return;
      one.instalments.slice(0, -1).forEach((row, index) => {
        const paid = dearer.instalments[index];
        expect((paid?.principal ?? 0) + (paid?.interest ?? 0)).toBeGreaterThanOrEqual(row.principal + row.interest);
      });
      expect(dearer.tceaPercent.greaterThan(one.tceaPercent) || one.totals.principal < 100_000).toBe(true);
    });
  });

  it('of k times the amount has k times the rows, within rounding', () => {
    const plain = arbitraryTerms({ plans: ['level'], rates: effective, most: 24 });
    fc.assert(
      fc.property(plain, fc.integer({ min: 2, max: 9 }), (json, k) => {
        const { fees: _fees, ...terms } = read({ ...json, rounding: { residue: 'last' } });
        const one = schedule(terms);
        const many = schedule({
          ...terms,
          disbursements: terms.disbursements.map((d) => ({ ...d, amount: d.amount * k })),
        });
        if (isRefusal(one) || isRefusal(many)) return;
        const days = one.instalments.length * 200;
        const slack = (k + 1) * one.instalments.length * (1 + terms.rate.percent.toNumber() / 100) ** (days / 360);
        one.instalments.forEach((row, index) => {
          expect(Math.abs((many.instalments[index]?.total ?? 0) - k * row.total)).toBeLessThanOrEqual(slack);
        });
      }),
      RUNS,
    );
  });
});

describe('a carried schedule', () => {
  it('never costs more than the capitalised one', () => {
    law({ plans: ['weighted'], rates: effective, unpaid: ['carry'], most: 12 }, (terms, carried) => {
      const capitalised = schedule({ ...terms, unpaidInterest: 'capitalise' });
      if (isRefusal(capitalised) || !carried.unitInstalment || !capitalised.unitInstalment) return;
      expect(carried.unitInstalment.minus(capitalised.unitInstalment).lessThanOrEqualTo('1e-20')).toBe(true);
    });
  });

  it('touches the principal only when no interest is waiting', () => {
    law({ plans: ['weighted'], rates: effective, unpaid: ['carry'], most: 12 }, ({ grace }, { instalments }) => {
      if (grace.interest > 0) return;
      instalments.forEach((row) => expect(row.interestCarried).toBeGreaterThanOrEqual(0));
      const unpaid = instalments.filter((row) => (row.interestCarried ?? 0) > 0);
      unpaid.forEach((row) => expect(row.principal).toBe(0));
    });
  });
});

describe('anything that is read', () => {
  it('gets a schedule or an error, never an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (json) => {
        expect(Object.keys(scheduleAnswer(json))).toEqual(['error']);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(arbitraryTerms(anyTerms), spoiling, (terms, spoil) => {
        const answer = scheduleAnswer(spoil(terms));
        expect('error' in answer || 'instalments' in answer).toBe(true);
      }),
      RUNS,
    );
  });
});

/** Contracts with an absurd figure somewhere. */
const spoiling = fc
  .tuple(
    fc.constantFrom('-1.00', '0.00', '9999999999999.99', '0.01'),
    fc.constantFrom('2027-02-30', '1000-01-01', '9999-12-31', '2026-01-01'),
    fc.constantFrom('-5', '0', '999999999', '0.00000001'),
    fc.constantFrom(-1, 0, 601, 2 ** 31),
    fc.constantFrom('amount', 'date', 'percent', 'count', 'multiple'),
  )
  .map(([amount, date, percent, count, field]) => (terms: object) => {
    const text = JSON.stringify(terms);
    if (field === 'count') return { ...terms, instalments: { plan: 'level', count, every: { months: 1 } } };
    if (field === 'multiple') return { ...terms, rounding: { instalmentMultiple: amount } };
    const value = { amount, date, percent }[field] ?? '';
    const spoiled: unknown = JSON.parse(text.replace(new RegExp(`"${field}":"[^"]*"`), `"${field}":"${value}"`));
    return spoiled;
  });

function law(shape: TermsShape, holds: (terms: Terms, schedule: Schedule) => void): void {
  let held = 0;
  fc.assert(
    fc.property(arbitraryTerms(shape), (json) => {
      const terms = read(json);
      const result = schedule(terms);
      if (isRefusal(result)) return;
      held += 1;
      holds(terms, result);
    }),
    RUNS,
  );
  expect(held).toBeGreaterThan(RUNS.numRuns / 2);
}

function read(json: unknown): Terms {
  const terms = parseTerms(json);
  if (isContractError(terms)) throw new Error(terms.error.message);
  return terms;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

/** By the definition, flow by flow. */
function worth(flows: readonly CashFlow[], percent: Decimal): Decimal {
  const daily = percent.dividedBy(100).plus(1).pow(new Decimal(1).dividedBy(360));
  return flows.reduce(
    (total, { day, amount }) => total.plus(new Decimal(amount).dividedBy(daily.pow(day))),
    new Decimal(0),
  );
}
