import type { Knex } from '../db/connect';
import { centimosOfSum, entriesOn } from '../ledger/balances';
import { categoryByDaysLate, type DebtorCategory } from '../lending/classification';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import type { StoredEvent } from '../loans/events';
import { stateOf } from '../loans/load';
import type { Loan } from '../loans/store';
import { classificationTableOn, provisionTablesOn } from '../parameters/read-debtors';
import { findProduct } from '../products/store';

/** What has to hold before a loan may be written off. */
export interface WriteOffConditions {
  readonly daysLate: number;
  readonly category: DebtorCategory | null;
  /** The first day late of category Pérdida; none where no table holds on that date. */
  readonly lossFrom: number | null;
  readonly principal: Centimos;
  /** What the institution has set aside in the currency of the loan, for all loans together. */
  readonly provisionHeld: Centimos;
  /** By its own days late, whatever else the debtor owes. */
  readonly isLoss: boolean;
  /** The table asks for 100 % of a loss, and the books hold at least the principal of this loan. */
  readonly isProvisioned: boolean;
}

/** Res. SBS 11356-2008: category Pérdida, wholly provisioned; that somebody else approves is asked elsewhere. */
export async function writeOffConditions(
  db: Knex,
  loan: Loan,
  events: readonly StoredEvent[],
  date: IsoDate,
): Promise<WriteOffConditions> {
  const { institutionId } = loan;
  const { daysLate, outstanding } = stateOf(loan, events, date);
  const product = await findProduct(db, institutionId, loan.productId);
  const table = await classificationTableOn(db, institutionId, date);
  const provisions = await provisionTablesOn(db, institutionId, date);
  const category = product && table ? categoryByDaysLate(product.creditType, daysLate, table) : null;
  const provisionHeld = await provisionOf(db, institutionId, loan.currency);
  const wholly = provisions?.specific.table1.Perdida.greaterThanOrEqualTo(100) ?? false;
  return {
    daysLate,
    category,
    lossFrom: product && table ? Math.max(...table[product.creditType]) + 1 : null,
    principal: outstanding.principal,
    provisionHeld,
    isLoss: category === 'Perdida',
    isProvisioned: wholly && provisionHeld >= outstanding.principal,
  };
}

async function provisionOf(db: Knex, institutionId: number, currency: string): Promise<Centimos> {
  const row = (await entriesOn(db, institutionId, ['provision'])
    .where('j.currency', currency)
    .first(db.raw(`sum(case e.side when 'credit' then e.amount else -e.amount end) as held`))) as
    { held: number | string | null } | undefined;
  return centimosOfSum(row?.held ?? 0);
}
