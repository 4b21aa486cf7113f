import { termsJson } from '../contract/terms-json';
import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { staffIdOf, type By } from '../ledger/by';
import type { IsoDate } from '../lending/dates';
import type { AllocationRule } from '../lending/history';
import type { Centimos } from '../lending/money';
import { isRefusal } from '../lending/refusal';
import type { Terms } from '../lending/terms';
import type { Channel } from './events';
import { recordLoanEvent, type RecordedEvent } from './record-event';
import { findLoan, insertLoan, type Loan } from './store';

/**
 * Charges before interest before principal (Código Civil art. 1257), the oldest instalment first, and what is left over
 * pays the next ones. It is written into each contract, so that another rule changes no loan that exists.
 */
export const ALLOCATION: AllocationRule = {
  order: ['penalty', 'fee', 'interest', 'principal'],
  across: 'instalment',
  excess: 'next-instalment',
};

/** A contract whose conditions have been checked and whose money has been taken out of its line. */
export interface LoanToOpen {
  readonly applicationId: number;
  readonly farmerId: number;
  readonly productId: number;
  readonly officerId: number;
  readonly lineId: number;
  readonly partnerOrganisationId: number | null;
  readonly ubigeo: string;
  readonly terms: Terms;
  readonly lateRatePercent: string;
  readonly principal: Centimos;
  readonly lineAmount: Centimos;
  readonly exchangeRate: string;
  readonly submittedBy: number;
  readonly approvedBy: number;
  readonly disbursedOn: IsoDate;
  readonly channel: Channel;
}

/** Writes the loan and its first event, the disbursement. The caller records the deed. */
export async function openLoan(
  trx: Knex.Transaction,
  by: By,
  toOpen: LoanToOpen,
  commandId: string,
): Promise<{ readonly loan: Loan; readonly recorded: RecordedEvent }> {
  const { institutionId } = by.actor;
  const id = await nextNumber(trx, institutionId, 'loan');
  await insertLoan(trx, {
    institution_id: institutionId,
    id,
    application_id: toOpen.applicationId,
    farmer_id: toOpen.farmerId,
    product_id: toOpen.productId,
    officer_id: toOpen.officerId,
    line_id: toOpen.lineId,
    partner_organisation_id: toOpen.partnerOrganisationId,
    ubigeo: toOpen.ubigeo,
    currency: toOpen.terms.currency,
    principal: toOpen.principal,
    line_amount: toOpen.lineAmount,
    exchange_rate: toOpen.exchangeRate,
    terms: JSON.stringify(termsJson(toOpen.terms)),
    allocation: JSON.stringify(ALLOCATION),
    late_rate_percent: toOpen.lateRatePercent,
    submitted_by: toOpen.submittedBy,
    approved_by: toOpen.approvedBy,
    disbursed_by: staffIdOf(by),
    disbursed_on: toOpen.disbursedOn,
    status: 'active',
    principal_outstanding: toOpen.principal,
    oldest_unpaid_due: null,
    next_due: null,
    next_amount: null,
    created_at: by.clock.now(),
  });
  const loan = await findLoan(trx, institutionId, id);
  if (!loan) throw new Error(`loan ${id} was not written`);
  const { disbursedOn: valueDate, principal: amount, channel } = toOpen;
  const recorded = await recordLoanEvent(
    trx,
    by,
    loan,
    { type: 'disbursement', valueDate, amount, details: { channel } },
    commandId,
  );
  if (isRefusal(recorded)) throw new Error(`the contract of loan ${id} was checked and is refused: ${recorded.reason}`);
  return { loan, recorded };
}
