import { parseTerms } from '../contract/terms-json';
import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import { capRefusal } from '../products/check-rate-cap';
import { findProduct } from '../products/store';
import type { Application } from './store';
import { takeStep, type Decision, type RuleRefusal, type StepTaken } from './take-step';
import { allDone, tasksOf } from './tasks';

/**
 * Sends a complete application to be evaluated. Refuses one with an open task, a disbursement in the past, a product that
 * is no longer offered, and rates that the law does not allow on the day of the disbursement.
 */
export function submitApplication(db: Knex, by: By, decision: Decision): Promise<StepTaken> {
  return takeStep(db, by, decision, 'submitted', (trx, application) => incomplete(trx, by, application));
}

async function incomplete(trx: Knex.Transaction, by: By, application: Application): Promise<RuleRefusal | undefined> {
  if (!allDone(await tasksOf(trx, application))) return { reason: 'tasks_missing' };
  if ((application.disburseOn ?? '') < by.clock.today()) return { reason: 'disbursement_in_the_past' };
  const product = await findProduct(trx, application.institutionId, application.productId ?? 0);
  return product?.active ? unlawful(trx, application) : { reason: 'product_not_offered' };
}

/** What the rate caps say of the contract on the day of its disbursement. */
export async function unlawful(trx: Knex.Transaction, application: Application): Promise<RuleRefusal | undefined> {
  const { institutionId, productId, disburseOn } = application;
  const product = await findProduct(trx, institutionId, productId ?? 0);
  const terms = parseTerms(application.terms);
  if ('error' in terms) throw new Error(`application ${application.id} has no readable terms`);
  const reason = await capRefusal(trx, institutionId, terms, product?.lateRatePercent, disburseOn ?? '');
  return reason && { reason };
}
