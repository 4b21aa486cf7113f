import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { eventsOfLoans } from '../loans/events';
import { loanOf, type Loan, type LoanRow } from '../loans/store';
import { debtOn } from '../repayments/debt-on';
import { byPlaceAndName, debtorsOf } from './people';
import type { Place } from './places';
import { UNFINISHED } from './states';

/** A loan as a new row of a sheet has it. */
export interface DueLoan {
  readonly loanId: number;
  /** Instalments up to the day with their late interest: what the till would ask for. */
  readonly due: Centimos;
  readonly dueSince: IsoDate | null;
}

export interface Collecting {
  readonly institutionId: number;
  readonly officerId: number;
  readonly place: Place;
  readonly currency: string;
  /** The day of the sheet. */
  readonly date: IsoDate;
}

/** The officer's loans of a place with something due up to the day, in the order of a walk. */
export async function dueLoans(db: Knex, collecting: Collecting): Promise<DueLoan[]> {
  const { institutionId, date } = collecting;
  const rows = (await candidates(db, collecting).select('l.*')) as LoanRow[];
  const loans = rows.map(loanOf);
  const debtors = await debtorsOf(
    db,
    institutionId,
    loans.map(({ id }) => id),
  );
  // A payment that was taken back after the day stood on the day, although the loan as it is known now is late since before.
  const due = (await amountsDue(db, institutionId, loans, date)).filter((row) => row.due > 0);
  const inOrder = [...debtors.values()].toSorted(byPlaceAndName);
  return inOrder.flatMap(({ loanId }) => due.find((row) => row.loanId === loanId) ?? []);
}

/** What the till would ask for each of the loans on a day. */
export async function amountsDue(
  db: Knex,
  institutionId: number,
  loans: readonly Loan[],
  date: IsoDate,
): Promise<DueLoan[]> {
  const events = await eventsOfLoans(
    db,
    institutionId,
    loans.map(({ id }) => id),
  );
  return loans.map((loan) => ({
    loanId: loan.id,
    due: loan.status === 'active' ? debtOn(loan, events.get(loan.id) ?? [], date).dueNow : 0,
    dueSince: loan.oldestUnpaidDue !== null && loan.oldestUnpaidDue <= date ? loan.oldestUnpaidDue : null,
  }));
}

export async function loansByNumber(db: Knex, institutionId: number, loanIds: readonly number[]): Promise<Loan[]> {
  const rows = (await db('loan').where({ institution_id: institutionId }).whereIn('id', loanIds)) as LoanRow[];
  return rows.map(loanOf);
}

/**
 * Loans that another unfinished sheet is still asking money for, with its number. A farmer who was visited and gave
 * nothing may be asked again.
 */
export async function claimedLoans(
  db: Knex,
  institutionId: number,
  loanIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows = (await db('collection_sheet_row as r')
    .join('collection_sheet as s', (on) => on.on('s.institution_id', 'r.institution_id').on('s.id', 'r.sheet_id'))
    .where('r.institution_id', institutionId)
    .whereIn('r.loan_id', loanIds)
    .whereIn('s.state', UNFINISHED)
    .whereIn('r.state', ['open', 'refused'])
    .where((either) => either.whereNotNull('r.collected').orWhereNull('r.outcome'))
    .select('r.loan_id', 'r.sheet_id')) as { loan_id: number; sheet_id: number }[];
  return new Map(rows.map((row) => [row.loan_id, row.sheet_id]));
}

function candidates(db: Knex, { institutionId, officerId, place, currency, date }: Collecting): Knex.QueryBuilder {
  const query = db('loan as l')
    .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
    .where({
      'l.institution_id': institutionId,
      'l.officer_id': officerId,
      'l.status': 'active',
      'l.currency': currency,
    })
    .where('l.oldest_unpaid_due', '<=', date)
    .where('l.disbursed_on', '<=', date);
  if (place.kind === 'district' || place.kind === 'community') void query.where('f.ubigeo', place.ubigeo);
  if (place.kind === 'community') void query.where('f.community', place.community);
  if (place.kind === 'organisation') void query.where('l.partner_organisation_id', place.organisationId);
  return query;
}
