import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import { approvalLevelsOn } from '../products/approval-level-store';
import { findProduct } from '../products/store';
import type { Application } from './store';
import { unlawful } from './submit-application';
import { takeStep, type Decision, type RuleRefusal, type StepTaken } from './take-step';

/**
 * Approves an application in committee. Refuses whoever submitted it, an amount above the approver's level of the day,
 * and rates that are not lawful on the day of the disbursement.
 */
export function approveApplication(db: Knex, by: By, decision: Decision): Promise<StepTaken> {
  return takeStep(
    db,
    by,
    decision,
    'approved',
    async (trx, application) => (await aboveLevel(trx, by, application)) ?? unlawful(trx, application),
  );
}

async function aboveLevel(trx: Knex.Transaction, by: By, application: Application): Promise<RuleRefusal | undefined> {
  const { institutionId, productId } = application;
  const amount = application.amount ?? 0;
  const product = await findProduct(trx, institutionId, productId ?? 0);
  const levels = await approvalLevelsOn(trx, institutionId, product?.currency ?? 'PEN', by.clock.today());
  const own = levels.find((level) => level.role === by.actor.role);
  if (own && own.amountMax >= amount) return undefined;
  const needed = levels.find((level) => level.amountMax >= amount);
  return { reason: 'above_level', neededRole: needed?.role ?? null };
}
