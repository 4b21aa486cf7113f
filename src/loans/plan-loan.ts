import type { Application } from '../applications/store';
import { dayInLima } from '../clock';
import { isContractError } from '../contract/contract-error';
import { parseTerms } from '../contract/terms-json';
import type { Knex } from '../db/connect';
import { staffIdOf, type By } from '../ledger/by';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { isRefusal, type RefusalReason } from '../lending/refusal';
import { schedule } from '../lending/schedule';
import type { Terms } from '../lending/terms';
import { capRefusal, type CapRefusal } from '../products/check-rate-cap';
import { findProduct, type Product } from '../products/store';

export type PlanRefusal =
  | 'application_not_approved'
  | 'already_disbursed'
  | 'role_not_allowed'
  | 'same_person'
  | 'date_in_future'
  | 'date_before_approval'
  | CapRefusal
  | RefusalReason;

/** A loan as it would be made: what the confirmation page shows is what the disbursement writes. */
export interface PlannedLoan {
  readonly type: 'planned';
  readonly application: Application;
  readonly product: Product;
  readonly terms: Terms;
  readonly amount: Centimos;
  /** Whether the schedule is another one than the committee saw, because the day is another one. */
  readonly dateChanged: boolean;
}

/** Everything that can be checked of a disbursement without taking money out of a line. */
export async function planLoan(
  db: Knex,
  by: By,
  application: Application,
  disbursedOn: IsoDate,
): Promise<PlannedLoan | { readonly type: 'refused'; readonly reason: PlanRefusal }> {
  const reason = personRefusal(by, application) ?? dateRefusal(by, application, disbursedOn);
  if (reason) return { type: 'refused', reason };
  const { institutionId } = by.actor;
  const product = await findProduct(db, institutionId, application.productId ?? 0);
  const approved = parseTerms(application.terms);
  const amount = isContractError(approved) ? undefined : approved.disbursements[0]?.amount;
  if (!product || isContractError(approved) || amount === undefined) {
    throw new Error(`application ${application.id} was approved without a product or terms`);
  }
  const terms = { ...approved, disbursements: [{ date: disbursedOn, amount }] };
  const planned = schedule(terms);
  if (isRefusal(planned)) return { type: 'refused', reason: planned.reason };
  const cap = await capRefusal(db, institutionId, terms, product.lateRatePercent, disbursedOn);
  if (cap) return { type: 'refused', reason: cap };
  const dateChanged = approved.disbursements[0]?.date !== disbursedOn;
  return { type: 'planned', application, product, terms, amount, dateChanged };
}

function personRefusal(by: By, application: Application): PlanRefusal | undefined {
  if (application.state === 'disbursed') return 'already_disbursed';
  if (application.state !== 'approved') return 'application_not_approved';
  if (by.actor.role !== 'cashier' && by.actor.role !== 'manager') return 'role_not_allowed';
  const staffId = staffIdOf(by);
  return staffId === application.submittedBy || staffId === application.decidedBy ? 'same_person' : undefined;
}

function dateRefusal(by: By, application: Application, disbursedOn: IsoDate): PlanRefusal | undefined {
  if (disbursedOn > by.clock.today()) return 'date_in_future';
  return disbursedOn < dayInLima(application.stateSince) ? 'date_before_approval' : undefined;
}
