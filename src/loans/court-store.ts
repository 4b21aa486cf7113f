import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import type { IsoDate } from '../lending/dates';
import type { Loan } from './store';

/** A suit against the debtor of a loan. */
export interface CourtCase {
  readonly id: number;
  readonly filedOn: IsoDate;
  readonly court: string;
  readonly caseNumber: string;
  readonly reason: string;
  readonly since: IsoDate;
  /** The last day on which it was pending. */
  readonly until: IsoDate | null;
  readonly endReason: string;
}

/** The latest first. */
export async function casesOfLoan(db: Knex, institutionId: number, loanId: number): Promise<CourtCase[]> {
  return db('court_case')
    .where({ institution_id: institutionId, loan_id: loanId })
    .orderBy('id', 'desc')
    .select('id', 'court', 'reason', 'since', 'until')
    .select({ filedOn: 'filed_on', caseNumber: 'case_number', endReason: 'end_reason' });
}

export async function openCase(
  trx: Knex.Transaction,
  loan: Loan,
  suit: Pick<CourtCase, 'filedOn' | 'court' | 'caseNumber' | 'reason' | 'since'>,
  filedBy: number,
): Promise<number> {
  const id = await nextNumber(trx, loan.institutionId, 'court_case');
  const { filedOn, court, caseNumber, reason, since } = suit;
  await trx('court_case').insert({
    ...{ institution_id: loan.institutionId, id, loan_id: loan.id, filed_on: filedOn, since, court },
    ...{ case_number: caseNumber, reason, filed_by: filedBy },
  });
  await trx('loan').where({ institution_id: loan.institutionId, id: loan.id }).update({ in_court_since: since });
  return id;
}

export async function endCase(
  trx: Knex.Transaction,
  loan: Loan,
  end: { readonly until: IsoDate; readonly reason: string },
  endedBy: number,
): Promise<void> {
  const { institutionId } = loan;
  await trx('court_case')
    .where({ institution_id: institutionId, loan_id: loan.id })
    .whereNull('until')
    .update({ until: end.until, end_reason: end.reason, ended_by: endedBy });
  await trx('loan').where({ institution_id: institutionId, id: loan.id }).update({ in_court_since: null });
}

/** Since when each loan had been in court as it was known at the end of a day, by loan. */
export async function suitsKnownOn(db: Knex, institutionId: number, date: IsoDate): Promise<Map<number, IsoDate>> {
  const rows: { loan: number; since: IsoDate }[] = await db('court_case')
    .where({ institution_id: institutionId })
    .where('since', '<=', date)
    .where((pending) => pending.whereNull('until').orWhere('until', '>=', date))
    .select('loan_id as loan', 'since');
  return new Map(rows.map(({ loan, since }) => [loan, since]));
}
