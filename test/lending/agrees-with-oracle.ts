import fc from 'fast-check';
import { scheduleAnswer } from '../../src/contract/schedule-command';
import { arbitraryTerms, type TermsShape } from './arbitrary-terms';
import { oracleSchedule, worthAt, type OracleRow, type OracleSchedule, type OracleTerms } from './oracle';

/** Four files of these make the 10,000 schedules; `ORACLE_RUNS` raises the number of each. */
export const ORACLE_RUNS = Number(process.env['ORACLE_RUNS'] ?? 2500);

/** The core and the oracle agree on every figure that is printed, and on what cannot be printed. */
export function expectAgreement(shape: TermsShape, seed: number): void {
  let answered = 0;
  fc.assert(
    fc.property(arbitraryTerms(shape), (terms) => {
      const answer = scheduleAnswer(terms);
      if ('error' in answer) return expectFlaw(terms, answer);
      answered += 1;
      const oracle = oracleSchedule(terms);
      expectSame(answer, printed(terms, oracle));
      expectCost(terms, oracle.rows, answer);
    }),
    { numRuns: ORACLE_RUNS, seed },
  );
  expect(answered).toBeGreaterThan(ORACLE_RUNS / 2);
}

/** Compared as text first, which is fifty times faster than comparing objects that are equal. */
function expectSame(answer: object, expected: object): void {
  const text = JSON.stringify(answer);
  const agrees = Object.values(expected).every((part) => text.includes(JSON.stringify(part)));
  if (!agrees) expect(answer).toMatchObject(expected);
}

function printed(terms: OracleTerms, { rows, unit }: OracleSchedule): object {
  return {
    instalments: rows.map((row, index) => ({
      number: index + 1,
      due: row.due,
      principal: row.principal.toFixed(2),
      interest: row.interest.toFixed(2),
      insurance: row.insurance.toFixed(2),
      fees: row.fees.toFixed(2),
      total: row.total.toFixed(2),
      balance: row.balance.toFixed(2),
      ...(terms.unpaidInterest === 'carry' && { interestCarried: row.interestCarried.toFixed(2) }),
    })),
    ...(unit && { unitInstalment: unit.toFixed(10) }),
  };
}

/** The printed TCEA is the one whose sixth decimal is right: a half of it more or less changes the sign. */
function expectCost(terms: OracleTerms, rows: OracleRow[], answer: object): void {
  const printedTcea = 'tceaPercent' in answer ? String(answer.tceaPercent) : '';
  expect(worthAt(terms, rows, printedTcea, '-0.00000050001').isNegative()).toBe(true);
  expect(worthAt(terms, rows, printedTcea, '0.00000050001').isPositive()).toBe(true);
}

/** What the core refuses has a flaw that the oracle shows as well. */
function expectFlaw(terms: OracleTerms, answer: object): void {
  const { code } = 'error' in answer && typeof answer.error === 'object' ? { code: '', ...answer.error } : { code: '' };
  const flaw = FLAWS[code];
  if (!flaw) throw new Error(`refused for ${code}`);
  expect(flaw(terms)).toBe(true);
}

const FLAWS: Record<string, (terms: OracleTerms) => boolean> = {
  grace_leaves_no_instalment: ({ grace, instalments: { plan, count, rows } }) =>
    Math.max(grace.principal, grace.interest) >= (plan === 'bullet' ? 1 : (count ?? rows?.length ?? 0)),
  weight_must_be_positive: ({ instalments: { rows } }) => rows?.some(({ weight }) => Number(weight) <= 0) ?? false,
  dates_out_of_order: (terms) => {
    const last = oracleSchedule({ ...terms, grace: { principal: 0, interest: 0 } }).rows.at(-1)?.due ?? '';
    return (terms.disbursements.at(-1)?.date ?? '') >= last;
  },
  instalment_rounds_to_nothing: (terms) =>
    oracleSchedule(terms).rows.some(({ principal, interest }) => principal.plus(interest).lte(0) || principal.lte(0)),
  instalments_exceed_debt: (terms) => {
    const { rows } = oracleSchedule(terms);
    return rows.some(({ balance, principal }, index) => (index < rows.length - 1 ? balance.lte(0) : principal.lte(0)));
  },
  interest_outgrows_instalments: (terms) => {
    const { rows } = oracleSchedule(terms);
    const disbursed = terms.disbursements.reduce((sum, { amount }) => sum + Number(amount), 0);
    const debts = rows
      .slice(0, -1)
      .map((row) => row.balance.plus(terms.unpaidInterest === 'carry' ? row.interestCarried : 0));
    return debts.some((debt, index) => debt.gte(debts[index - 1] ?? disbursed));
  },
};
