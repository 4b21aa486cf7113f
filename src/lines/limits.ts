import { sumOf, type Centimos } from '../lending/money';
import type { CreditLine } from './store';

/** Money between investor and lender that counts: what was taken back, and what took it back, is not among it. */
export interface Movement {
  readonly kind: 'drawdown' | 'repayment';
  readonly amount: Centimos;
  readonly valueDate: string;
}

type Terms = Pick<CreditLine, 'commitment' | 'revolving'>;

/**
 * The most that can be drawn with a value date. A non-revolving line gives its commitment once. On a revolving one the
 * debt must stay within the commitment on that day and on every later day, so a drawdown that is entered late cannot
 * use room that was only made or is already taken afterwards.
 *
 * Commitment 1,000, drawn 900 on 1 March, repaid 500 on 1 May: on 15 April 100 can be drawn, on 2 May 600.
 */
export function largestDrawdown(line: Terms, movements: readonly Movement[], valueDate: string): Centimos {
  if (!line.revolving) return line.commitment - sumOf(amountsOf(movements, 'drawdown'));
  return line.commitment - Math.max(...debtsFrom(movements, valueDate));
}

/**
 * The most that can be repaid with a value date: no day, from then on, may end with less than nothing owed. After a
 * drawdown of 900 on 1 March, nothing can be repaid on 28 February and 900 on 1 March.
 */
export function largestRepayment(movements: readonly Movement[], valueDate: string): Centimos {
  return Math.min(...debtsFrom(movements, valueDate));
}

/** What is owed to the investor at the end of the day, and at the end of each later day on which it changed. */
function debtsFrom(movements: readonly Movement[], day: string): Centimos[] {
  const days = new Set([day, ...movements.map((movement) => movement.valueDate).filter((date) => date > day)]);
  return [...days].map((end) => debtAt(movements, end));
}

/** What is owed to the investor at the end of a day. */
export function debtAt(movements: readonly Movement[], day: string): Centimos {
  const until = movements.filter((movement) => movement.valueDate <= day);
  return sumOf(amountsOf(until, 'drawdown')) - sumOf(amountsOf(until, 'repayment'));
}

function amountsOf(movements: readonly Movement[], kind: Movement['kind']): Centimos[] {
  return movements.filter((movement) => movement.kind === kind).map((movement) => movement.amount);
}
