import { isContractError } from '../contract/contract-error';
import { parseTerms } from '../contract/terms-json';
import type { Knex } from '../db/connect';
import { leanRows } from '../db/values';
import type { IsoDate } from '../lending/dates';
import type { AllocationRule, LoanStatus } from '../lending/history';
import type { Centimos } from '../lending/money';
import type { Terms } from '../lending/terms';

/** A loan as its contract says, and the balances that its events have led to. */
export interface Loan {
  readonly institutionId: number;
  readonly id: number;
  readonly applicationId: number;
  readonly farmerId: number;
  readonly productId: number;
  readonly officerId: number;
  readonly lineId: number;
  readonly currency: string;
  readonly principal: Centimos;
  /** The principal in the line's currency. */
  readonly lineAmount: Centimos;
  readonly exchangeRate: string;
  readonly terms: Terms;
  readonly allocation: AllocationRule;
  readonly lateRatePercent: string;
  readonly submittedBy: number;
  readonly approvedBy: number;
  readonly disbursedBy: number;
  readonly disbursedOn: IsoDate;
  readonly status: StoredStatus;
  readonly principalOutstanding: Centimos;
  /** The due date of the first instalment that is not paid in full, whether or not it is late yet. */
  readonly oldestUnpaidDue: IsoDate | null;
  readonly nextDue: IsoDate | null;
  readonly nextAmount: Centimos | null;
  /** The day on which it was known here that a suit was filed; nothing where none is pending. */
  readonly inCourtSince: IsoDate | null;
}

export type StoredStatus = Exclude<LoanStatus, 'approved'>;

export async function findLoan(db: Knex, institutionId: number, loanId: number): Promise<Loan | undefined> {
  const row = (await db('loan').where({ institution_id: institutionId, id: loanId }).first()) as LoanRow | undefined;
  return row && loanOf(row);
}

/** The loan, locked until the transaction ends: whoever adds an event to it takes turns. */
export async function lockLoan(
  trx: Knex.Transaction,
  institutionId: number,
  loanId: number,
): Promise<Loan | undefined> {
  const row = (await trx('loan').where({ institution_id: institutionId, id: loanId }).forUpdate().first()) as
    LoanRow | undefined;
  return row && loanOf(row);
}

/** Every loan of a farmer, the latest first. */
export async function loansOfFarmer(db: Knex, institutionId: number, farmerId: number): Promise<Loan[]> {
  const rows = (await db('loan')
    .where({ institution_id: institutionId, farmer_id: farmerId })
    .orderBy('id', 'desc')) as LoanRow[];
  return rows.map(loanOf);
}

/** Some loans of an institution by number. */
export interface LoanRange {
  /** The first loan has a greater number. */
  readonly after: number;
  /** The last loan at most; where it is absent, the last of all. */
  readonly upTo?: number;
}

export const EVERY_LOAN: LoanRange = { after: 0 };

/** A page of the loans of an institution by number, for work that walks over all of them. */
export async function loansOfRange(
  db: Knex,
  institutionId: number,
  { after, upTo }: LoanRange,
  limit: number,
): Promise<Loan[]> {
  const page = db('loan').where({ institution_id: institutionId }).where('id', '>', after);
  if (upTo !== undefined) void page.where('id', '<=', upTo);
  return (await leanRows<LoanRow>(page.orderBy('id').limit(limit), LOAN_COLUMNS)).map(loanOf);
}

export async function insertLoan(trx: Knex.Transaction, row: LoanRow): Promise<void> {
  await trx('loan').insert(row);
}

export interface LoanRow {
  institution_id: number;
  id: number;
  application_id: number;
  farmer_id: number;
  product_id: number;
  officer_id: number;
  line_id: number;
  partner_organisation_id: number | null;
  ubigeo: string;
  currency: string;
  principal: Centimos;
  line_amount: Centimos;
  exchange_rate: string;
  terms: string;
  allocation: string;
  late_rate_percent: string;
  submitted_by: number;
  approved_by: number;
  disbursed_by: number;
  disbursed_on: string;
  status: StoredStatus;
  principal_outstanding: Centimos;
  oldest_unpaid_due: string | null;
  next_due: string | null;
  next_amount: Centimos | null;
  in_court_since?: string | null;
  created_at: string;
}

const LOAN_COLUMNS: readonly (keyof LoanRow)[] = [
  ...(['institution_id', 'id', 'application_id', 'farmer_id', 'product_id', 'officer_id', 'line_id'] as const),
  ...(['currency', 'principal', 'line_amount', 'exchange_rate', 'terms', 'allocation', 'late_rate_percent'] as const),
  ...(['submitted_by', 'approved_by', 'disbursed_by', 'disbursed_on', 'status', 'principal_outstanding'] as const),
  ...(['oldest_unpaid_due', 'next_due', 'next_amount', 'in_court_since'] as const),
];

export function loanOf(row: LoanRow): Loan {
  return {
    institutionId: row.institution_id,
    id: row.id,
    applicationId: row.application_id,
    farmerId: row.farmer_id,
    productId: row.product_id,
    officerId: row.officer_id,
    lineId: row.line_id,
    currency: row.currency,
    principal: row.principal,
    lineAmount: row.line_amount,
    exchangeRate: row.exchange_rate,
    terms: storedTerms(row.terms, row.id),
    allocation: JSON.parse(row.allocation) as AllocationRule,
    lateRatePercent: row.late_rate_percent,
    submittedBy: row.submitted_by,
    approvedBy: row.approved_by,
    disbursedBy: row.disbursed_by,
    disbursedOn: row.disbursed_on,
    status: row.status,
    principalOutstanding: row.principal_outstanding,
    oldestUnpaidDue: row.oldest_unpaid_due,
    nextDue: row.next_due,
    nextAmount: row.next_amount,
    inCourtSince: row.in_court_since ?? null,
  };
}

const TERMS_KEPT = 1_000;
/** The same text is the same contract: a loan is read again and again, and a group is lent the same on one day. */
const termsByText = new Map<string, Terms>();

function storedTerms(text: string, loanId: number): Terms {
  const known = termsByText.get(text);
  if (known) return known;
  const terms = parseTerms(JSON.parse(text));
  if (isContractError(terms)) throw new Error(`the terms of loan ${loanId} cannot be read: ${terms.error.message}`);
  if (termsByText.size >= TERMS_KEPT) termsByText.clear();
  termsByText.set(text, terms);
  return terms;
}
