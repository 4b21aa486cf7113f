import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { bookingDay } from '../ledger/booking-date';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { addDays, type IsoDate } from '../lending/dates';
import { endCase, openCase } from '../loans/court-store';
import { amendStanding } from '../loans/replace-standing';
import { lockLoan, type Loan } from '../loans/store';

export interface Suit {
  readonly commandId: string;
  readonly loanId: number;
  /** The day on the paper: after the first instalment fell due, today at the latest. */
  readonly filedOn: IsoDate;
  readonly court: string;
  readonly caseNumber: string;
  readonly reason: string;
}

export interface SuitEnd {
  readonly commandId: string;
  readonly loanId: number;
  readonly reason: string;
}

export type SuitOutcome =
  | { readonly type: 'done'; readonly loanId: number }
  | {
      readonly type: 'refused';
      readonly reason:
        | 'command_reused'
        | 'loan_not_found'
        | 'role_not_allowed'
        | 'loan_closed'
        | 'not_overdue'
        | 'already_in_court'
        | 'not_in_court'
        | 'filed_in_future'
        | 'filed_before_arrears';
    };

/**
 * Says that a debtor was sued: from this day on the close of a day keeps the loan in 1406, cobranza judicial, and its
 * interest in suspense (Manual de Contabilidad). What is owed does not change. A manager says it.
 */
export async function fileSuit(db: Knex, by: By, input: Suit): Promise<SuitOutcome> {
  const { commandId, ...content } = input;
  return answered(db, by, { id: commandId, kind: 'file-suit', content }, async (trx, loan) => {
    const refused = suitRefusal(loan, input.filedOn, by.clock.today());
    if (refused) return { type: 'refused', reason: refused };
    const { date: since } = await bookingDay(trx, by);
    const { filedOn, court, caseNumber, reason } = input;
    await openCase(trx, loan, { filedOn, court, caseNumber, reason, since }, staffIdOf(by));
    await amendStanding(trx, loan, { in_court: 1 }, since);
    const details = { filedOn, court, caseNumber };
    const after = { ...details, reason };
    await recordDeed(trx, by, { action: 'suit-filed', entity: 'loan', entityId: loan.id, details, after });
    return { type: 'done', loanId: loan.id };
  });
}

/** The suit is over, by agreement or by judgment; the loan stands in the books as its days late say. */
export async function endSuit(db: Knex, by: By, input: SuitEnd): Promise<SuitOutcome> {
  const { commandId, ...content } = input;
  return answered(db, by, { id: commandId, kind: 'end-suit', content }, async (trx, loan) => {
    if (loan.inCourtSince === null) return { type: 'refused', reason: 'not_in_court' };
    const { date } = await bookingDay(trx, by);
    await endCase(trx, loan, { until: addDays(date, -1), reason: input.reason }, staffIdOf(by));
    await amendStanding(trx, loan, { in_court: 0 }, date);
    const after = { reason: input.reason };
    await recordDeed(trx, by, { action: 'suit-ended', entity: 'loan', entityId: loan.id, after });
    return { type: 'done', loanId: loan.id };
  });
}

function suitRefusal(loan: Loan, filedOn: IsoDate, today: IsoDate) {
  if (loan.inCourtSince !== null) return 'already_in_court' as const;
  if (loan.oldestUnpaidDue === null || loan.oldestUnpaidDue >= today) return 'not_overdue' as const;
  if (filedOn > today) return 'filed_in_future' as const;
  return filedOn <= loan.oldestUnpaidDue ? ('filed_before_arrears' as const) : undefined;
}

async function answered(
  db: Knex,
  by: By,
  command: { readonly id: string; readonly kind: string; readonly content: { readonly loanId: number } },
  work: (trx: Knex.Transaction, loan: Loan) => Promise<SuitOutcome>,
): Promise<SuitOutcome> {
  const answer = await once<SuitOutcome>(db, by, command, async (trx) => {
    if (by.actor.role !== 'manager') return { type: 'refused', reason: 'role_not_allowed' };
    const loan = await lockLoan(trx, by.actor.institutionId, command.content.loanId);
    if (!loan) return { type: 'refused', reason: 'loan_not_found' };
    return loan.status === 'active' ? work(trx, loan) : { type: 'refused', reason: 'loan_closed' };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
