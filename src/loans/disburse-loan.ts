import { moveApplication } from '../applications/move-application';
import { lockApplication, type Application } from '../applications/store';
import type { Knex } from '../db/connect';
import { findFarmer } from '../farmers/store';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import type { IsoDate } from '../lending/dates';
import { lendFromLine, type LineRefusal } from '../lines/use-line';
import type { Channel } from './events';
import { openLoan } from './open-loan';
import { planLoan, type PlanRefusal } from './plan-loan';
import { balancesOf } from './projections';
import { exchangeRateFor } from './source-lines';

export interface DisbursementInput {
  readonly commandId: string;
  readonly applicationId: number;
  readonly lineId: number;
  /** The day on which the farmer got the money; today or earlier. */
  readonly disbursedOn: IsoDate;
  readonly channel?: Channel | undefined;
}

export type DisbursementRefusal = 'command_reused' | 'application_not_found' | PlanRefusal | LineRefusal;

export type DisbursementOutcome =
  | {
      readonly type: 'done';
      readonly loanId: number;
      /** The event whose voucher is printed. */
      readonly eventId: number;
      readonly receiptNumber: number;
    }
  | { readonly type: 'refused'; readonly reason: DisbursementRefusal };

export type DisbursedLoan = DisbursementOutcome & { readonly repeated: boolean };

/**
 * Pays an approved application out of one credit line, once: the loan is made with its schedule from the true day of
 * the disbursement, the line lends, the ledger is posted, the application ends. Somebody who neither submitted nor
 * approved it does this, and the rate must be lawful on that day. A refusal changes nothing but the audit trail.
 */
export async function disburseLoan(db: Knex, by: By, input: DisbursementInput): Promise<DisbursedLoan> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'disburse-loan', content };
  const answer = await once<DisbursementOutcome>(db, by, command, async (trx) => {
    const application = await lockApplication(trx, by.actor.institutionId, input.applicationId);
    if (!application) return { type: 'refused', reason: 'application_not_found' };
    const outcome = await disburse(trx, by, application, input);
    if (outcome.type === 'refused') {
      const details = { lineId: input.lineId, valueDate: input.disbursedOn, reason: outcome.reason };
      await recordDeed(trx, by, {
        action: 'disbursement-refused',
        entity: 'application',
        entityId: application.id,
        details,
      });
    }
    return outcome;
  });
  return answer.type === 'done' ? { ...answer.outcome, repeated: answer.repeated } : { ...answer, repeated: false };
}

async function disburse(
  trx: Knex.Transaction,
  by: By,
  application: Application,
  input: DisbursementInput,
): Promise<DisbursementOutcome> {
  const { institutionId } = by.actor;
  const planned = await planLoan(trx, by, application, input.disbursedOn);
  if (planned.type === 'refused') return planned;
  const farmer = await findFarmer(trx, institutionId, application.farmerId);
  if (!farmer) throw new Error(`application ${application.id} is nobody's`);
  const { product, terms, amount } = planned;
  const loanFromLine = {
    lineId: input.lineId,
    amount,
    currency: terms.currency,
    date: input.disbursedOn,
    ubigeo: farmer.ubigeo,
    productId: product.id,
    exchangeRate: await exchangeRateFor(trx, institutionId, input.lineId, terms.currency, input.disbursedOn),
  };
  const lent = await lendFromLine(trx, by, loanFromLine);
  if (lent.type === 'refused') return lent;

  const { loan, recorded } = await openLoan(
    trx,
    by,
    {
      applicationId: application.id,
      farmerId: farmer.id,
      productId: product.id,
      officerId: application.officerId,
      lineId: input.lineId,
      partnerOrganisationId: farmer.partnerOrganisationId,
      ubigeo: farmer.ubigeo,
      terms,
      lateRatePercent: product.lateRatePercent.toFixed(),
      principal: amount,
      lineAmount: lent.lineAmount,
      exchangeRate: lent.exchangeRate,
      submittedBy: application.submittedBy ?? 0,
      approvedBy: application.decidedBy ?? 0,
      disbursedOn: input.disbursedOn,
      channel: input.channel ?? 'cash',
    },
    input.commandId,
  );
  const moved = await moveApplication(trx, by, application, 'disbursed');
  if (moved.type === 'refused') throw new Error(`application ${application.id} cannot be disbursed: ${moved.reason}`);
  const receiptNumber = recorded.event.receiptNumber ?? 0;
  await recordDeed(trx, by, {
    action: 'loan-disbursed',
    entity: 'loan',
    entityId: loan.id,
    details: {
      amount,
      currency: terms.currency,
      valueDate: input.disbursedOn,
      receipt: receiptNumber,
      lineId: input.lineId,
      applicationId: application.id,
    },
    after: balancesOf(recorded.after),
    journals: recorded.journals,
  });
  return { type: 'done', loanId: loan.id, eventId: recorded.event.id, receiptNumber };
}
