import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { findOrganisation } from '../alliance/store';
import { payLoan, type RepaymentRefusal } from '../repayments/post-repayment';
import { lockAccount, moveAccount } from './account';
import { allOrNothing } from './all-or-nothing';
import { intentFor } from './payable-loans';
import { planDelivery, type DeliveryInput, type DeliveryPlan, type PlanRefusal } from './plan-delivery';
import { insertDelivery, insertDeliveryRepayment, lotOf, type Delivery } from './store';

export type DeliveryOutcome =
  | { readonly type: 'done'; readonly deliveryId: number }
  | PlanRefusal
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'role_not_allowed' }
  | { readonly type: 'refused'; readonly reason: 'payment_refused'; readonly payment: RepaymentRefusal['reason'] };

export type RecordedDelivery = DeliveryOutcome & { readonly repeated: boolean };

/**
 * Records a delivery, once per command and once per slip of the organisation. In one transaction what the agreement
 * withholds is posted as repayments of the farmer's loans, with the day of the delivery as value date: to the farmer it
 * is paid then, whenever the organisation remits. What it owes the lender grows by the same amount.
 */
export async function recordDelivery(
  db: Knex,
  by: By,
  input: DeliveryInput & { readonly commandId: string },
): Promise<RecordedDelivery> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'record-delivery', content };
  const answer = await once<DeliveryOutcome>(db, by, command, async (trx) => {
    const outcome = await record(trx, by, content, commandId);
    if (outcome.type === 'refused') {
      const { farmerId, partnerOrganisationId, slip } = content;
      const details = { partnerOrganisationId, slip, reason: outcome.reason };
      await recordDeed(trx, by, { action: 'delivery-refused', entity: 'farmer', entityId: farmerId, details });
    }
    return outcome;
  });
  return answer.type === 'done' ? { ...answer.outcome, repeated: answer.repeated } : { ...answer, repeated: false };
}

/**
 * Locks in one order, account and then loans, and a payment at the till holds one loan only: nobody waits in a circle.
 * What is refused opens no account.
 */
async function record(
  trx: Knex.Transaction,
  by: By,
  input: DeliveryInput,
  commandId: string,
): Promise<DeliveryOutcome> {
  const { institutionId, role } = by.actor;
  if (!['officer', 'cashier', 'manager'].includes(role)) return { type: 'refused', reason: 'role_not_allowed' };
  if (!(await findOrganisation(trx, input.partnerOrganisationId))) {
    return { type: 'refused', reason: 'organisation_unknown' };
  }
  return allOrNothing<DeliveryOutcome>(trx, async (inner) => {
    const account = await lockAccount(inner, institutionId, input.partnerOrganisationId);
    await inner('loan')
      .where({ institution_id: institutionId, farmer_id: input.farmerId })
      .orderBy('id')
      .forUpdate()
      .select('id');
    const plan = await planDelivery(inner, institutionId, by.clock.today(), input);
    if (plan.type === 'refused') return plan;
    const delivery = await store(inner, by, input, plan, commandId);
    const refused = await payLoans(inner, by, plan, delivery);
    if (refused) return refused;
    await moveAccount(inner, institutionId, account, { withheld: delivery.withheld });
    return { type: 'done', deliveryId: delivery.id };
  });
}

async function store(
  trx: Knex.Transaction,
  by: By,
  input: DeliveryInput,
  { worth, rule, agreement, settlement, parcels, borne }: DeliveryPlan,
  commandId: string,
) {
  const { institutionId } = by.actor;
  const { lotCode, parcels: _parcels, acceptMore: _acceptMore, ...entered } = input;
  const recordedAt = by.clock.now();
  const delivery = {
    ...entered,
    moisturePercent: input.state === 'dry' ? input.moisturePercent : null,
    id: await nextNumber(trx, institutionId, 'delivery'),
    lotId: await lotOf(trx, institutionId, input.partnerOrganisationId, lotCode, recordedAt),
    agreementId: agreement?.id ?? null,
    wetDryFactor: rule.figures.wetDryFactor.toFixed(),
    standardMoisturePercent: rule.figures.standardMoisturePercent.toFixed(),
    sharePercent: agreement?.sharePercent ?? '0',
    dryKg: worth.dryKg.toFixed(),
    value: worth.value,
    withheld: settlement.withheld,
    paidOut: settlement.paidOut,
    moreThanBorne: borne.isMore,
    staffId: staffIdOf(by),
    recordedAt,
    commandId,
  };
  const grewOn = parcels.map(({ parcel, sharePercent, dryKg }) => ({
    parcelId: parcel.id,
    sharePercent,
    dryKg: dryKg.toFixed(),
  }));
  await insertDelivery(trx, institutionId, delivery, grewOn);
  await recordDeed(trx, by, {
    action: 'delivery-recorded',
    entity: 'delivery',
    entityId: delivery.id,
    details: {
      slip: delivery.slip,
      farmerId: delivery.farmerId,
      partnerOrganisationId: delivery.partnerOrganisationId,
      dryKg: delivery.dryKg,
      amount: delivery.value,
      withheld: delivery.withheld,
      paidOut: delivery.paidOut,
      currency: 'PEN',
      ...(delivery.moreThanBorne && { moreThanBorne: true }),
    },
    after: { delivery, parcels: grewOn },
  });
  return delivery;
}

/** Each repayment has journals of its own, under the command of the delivery and its place in it. */
async function payLoans(
  trx: Knex.Transaction,
  by: By,
  plan: DeliveryPlan,
  { id: deliveryId, deliveredOn, commandId }: Pick<Delivery, 'id' | 'deliveredOn' | 'commandId'>,
): Promise<DeliveryOutcome | undefined> {
  const { agreement, loans, settlement } = plan;
  for (const [index, { loanId, amount }] of settlement.repayments.entries()) {
    const payable = loans.find((one) => one.loanId === loanId);
    if (!agreement || !payable) throw new Error(`delivery ${deliveryId} pays loan ${loanId}, which it may not`);
    const paid = await payLoan(trx, by, payable.loan, {
      commandId: partOfCommand(commandId, index + 1),
      loanId,
      amount,
      valueDate: deliveredOn,
      intent: intentFor(agreement, payable.debt, amount),
      channel: 'organisation',
      deliveryId,
    });
    if (paid.type === 'refused') return { type: 'refused', reason: 'payment_refused', payment: paid.reason };
    await insertDeliveryRepayment(trx, by.actor.institutionId, deliveryId, { loanId, eventId: paid.eventId, amount });
  }
  return undefined;
}

/** `…7f3a.2`: journals are numbered within a command from 1, and each loan has its own. */
export function partOfCommand(commandId: string, part: number): string {
  return `${commandId}.${part}`;
}
