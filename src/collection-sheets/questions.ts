import type { Knex } from '../db/connect';
import { eventsOfLoans } from '../loans/events';
import { debtOn } from '../repayments/debt-on';
import { loansByNumber } from './due-loans';
import type { Sheet, SheetRow } from './store';

/** What the till would ask about a row's money. */
export interface Question {
  readonly asksIntent: boolean;
  /** What ends the loan, where more than the whole debt was taken. */
  readonly payoff?: number;
}

/**
 * Rows with more money than is due, and what the till would say: better asked while the farmer stands there. Up to two
 * instalments there is nothing to choose; exactly the payoff ends the loan.
 */
export async function questionsOf(
  db: Knex,
  { institutionId, collectOn }: Sheet,
  rows: readonly SheetRow[],
): Promise<ReadonlyMap<number, Question>> {
  const generous = rows.filter(({ collected, due }) => collected !== null && collected > due);
  const loanIds = generous.map(({ loanId }) => loanId);
  const loans = new Map((await loansByNumber(db, institutionId, loanIds)).map((loan) => [loan.id, loan]));
  const events = await eventsOfLoans(db, institutionId, loanIds);
  const questions = new Map<number, Question>();
  for (const { number, loanId, collected } of generous) {
    const loan = loans.get(loanId);
    if (loan?.status !== 'active' || collected === null) continue;
    const { payoff, total, withoutChoice } = debtOn(loan, events.get(loanId) ?? [], collectOn);
    const exceeds = collected > Math.max(payoff.total, total);
    questions.set(number, {
      asksIntent: !exceeds && collected > withoutChoice && collected !== payoff.total,
      ...(exceeds && { payoff: payoff.total }),
    });
  }
  return questions;
}
