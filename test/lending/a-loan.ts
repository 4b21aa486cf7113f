import { Decimal } from '../../src/lending/decimal';
import type { History, LoanEvent, LoanState } from '../../src/lending/history';
import { isRefusal } from '../../src/lending/refusal';
import { replay } from '../../src/lending/replay';
import type { Terms } from '../../src/lending/terms';

/** S/ 1,000 in four instalments of S/ 250, without interest: what a payment does can be done in the head. */
export const plainTerms: Terms = {
  currency: 'PEN',
  disbursements: [{ date: '2027-01-01', amount: 100_000 }],
  rate: { kind: 'effective', percent: new Decimal(0) },
  interestMethod: 'declining',
  instalments: { plan: 'level', count: 4, every: { months: 1 }, monthEnd: 'clamp' },
  grace: { principal: 0, interest: 0 },
  unpaidInterest: 'capitalise',
  rounding: { mode: 'half-even', instalmentMultiple: 1, residue: 'last' },
};

/** S/ 1,200 flat at 10 % a year in four: each instalment is 300.00 of principal and 10.00 of interest. */
export const flatTerms: Terms = {
  ...plainTerms,
  disbursements: [{ date: '2027-01-01', amount: 120_000 }],
  rate: { kind: 'nominal', percent: new Decimal(10), dayCount: '30/360' },
  interestMethod: 'flat',
};

/** S/ 8,000 at a TEA of 24.5 % in twelve monthly instalments, with insurance of 0.10 % of the balance per 30 days. */
export const cajaTerms: Terms = {
  ...plainTerms,
  disbursements: [{ date: '2026-11-30', amount: 800_000 }],
  rate: { kind: 'effective', percent: new Decimal('24.5') },
  instalments: { plan: 'level', count: 12, every: { months: 1 }, monthEnd: 'clamp' },
  insurance: { percentOfBalancePer30Days: new Decimal('0.1') },
};

/** A history that begins with what the terms planned to pay out first. */
export function historyOf(terms: Terms, events: readonly LoanEvent[], rest: Partial<History> = {}): History {
  const [first] = terms.disbursements;
  if (!first) throw new Error('terms without a disbursement');
  return {
    terms,
    allocation: {
      order: ['penalty', 'fee', 'interest', 'principal'],
      across: 'instalment',
      excess: 'next-instalment',
    },
    events: [{ id: 'paid-out', type: 'disbursement', ...first }, ...events],
    ...rest,
  };
}

export function stateOf(history: History, asOf: string): LoanState {
  const state = replay(history, asOf);
  if (isRefusal(state)) throw new Error(`refused: ${state.reason} at ${state.path}`);
  return state;
}

export function repayment(date: string, amount: number, id = `paid-${date}`): LoanEvent {
  return { id, type: 'repayment', date, amount };
}
