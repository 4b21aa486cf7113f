import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { lockLoan } from '../loans/store';
import { takeBack } from '../repayments/reverse-repayment';
import { lockAccount, moveAccount } from './account';
import { allOrNothing } from './all-or-nothing';
import { partOfCommand } from './record-delivery';
import { findDelivery, repaymentsOfDelivery, type Delivery } from './store';

export interface DeliveryReversal {
  readonly commandId: string;
  readonly deliveryId: number;
  readonly reason: string;
}

export type DeliveryReversalRefusal =
  | 'command_reused'
  | 'role_not_allowed'
  | 'delivery_not_found'
  | 'already_reversed'
  | 'same_person'
  | 'loan_written_off'
  | 'payment_refused';

export type DeliveryReversalOutcome =
  { readonly type: 'done' } | { readonly type: 'refused'; readonly reason: DeliveryReversalRefusal };

export type ReversedDelivery = DeliveryReversalOutcome & { readonly repeated: boolean };

/**
 * Takes a delivery back that was entered by mistake, with every repayment it was withheld for. Somebody else than who
 * recorded it does it and says why. What had been remitted for it stays with the organisation's account, in its favour.
 */
export async function reverseDelivery(db: Knex, by: By, input: DeliveryReversal): Promise<ReversedDelivery> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'reverse-delivery', content };
  const answer = await once<DeliveryReversalOutcome>(db, by, command, async (trx) => {
    const outcome = await reverse(trx, by, input);
    if (outcome.type === 'refused' && outcome.reason !== 'delivery_not_found') {
      const details = { reason: outcome.reason };
      const refused = { action: 'delivery-reversal-refused', entity: 'delivery', entityId: input.deliveryId, details };
      await recordDeed(trx, by, refused);
    }
    return outcome;
  });
  return answer.type === 'done' ? { ...answer.outcome, repeated: answer.repeated } : { ...answer, repeated: false };
}

async function reverse(trx: Knex.Transaction, by: By, input: DeliveryReversal): Promise<DeliveryReversalOutcome> {
  const { institutionId, role } = by.actor;
  if (role !== 'cashier' && role !== 'manager') return { type: 'refused', reason: 'role_not_allowed' };
  const found = await findDelivery(trx, institutionId, input.deliveryId);
  if (!found) return { type: 'refused', reason: 'delivery_not_found' };
  const account = await lockAccount(trx, institutionId, found.partnerOrganisationId);
  const delivery = (await findDelivery(trx, institutionId, found.id)) ?? found;
  const reason = deliveryReversalRefusal(delivery, staffIdOf(by));
  if (reason) return { type: 'refused', reason };

  return allOrNothing(trx, async (inner) => {
    const repayments = await repaymentsOfDelivery(inner, institutionId, delivery.id);
    const loans = await lockLoans(
      inner,
      institutionId,
      repayments.map(({ loanId }) => loanId),
    );
    for (const [index, { loanId, eventId }] of repayments.entries()) {
      const loan = loans.get(loanId);
      if (!loan) throw new Error(`loan ${loanId} of delivery ${delivery.id} has gone`);
      const commandId = partOfCommand(input.commandId, index + 1);
      const taken = await takeBack(inner, by, loan, { commandId, loanId, eventId, reason: input.reason });
      if (taken.type === 'refused') {
        const isWrittenOff = taken.reason === 'loan_written_off';
        return { type: 'refused', reason: isWrittenOff ? 'loan_written_off' : 'payment_refused' };
      }
    }
    await markReversed(inner, by, delivery, input.reason);
    await moveAccount(inner, institutionId, account, { withheld: -delivery.withheld });
    return { type: 'done' };
  });
}

/** Why a delivery may not be taken back by this person, or nothing; the confirmation page asks it too. */
export function deliveryReversalRefusal(
  { reversedBy, staffId }: Delivery,
  by: number,
): 'already_reversed' | 'same_person' | undefined {
  if (reversedBy !== null) return 'already_reversed';
  return staffId === by ? 'same_person' : undefined;
}

async function lockLoans(trx: Knex.Transaction, institutionId: number, loanIds: readonly number[]) {
  const locked = new Map<number, NonNullable<Awaited<ReturnType<typeof lockLoan>>>>();
  for (const loanId of loanIds.toSorted((one, other) => one - other)) {
    const loan = await lockLoan(trx, institutionId, loanId);
    if (loan) locked.set(loanId, loan);
  }
  return locked;
}

async function markReversed(trx: Knex.Transaction, by: By, delivery: Delivery, reason: string): Promise<void> {
  const { institutionId } = by.actor;
  const reversed = { reversed_by: staffIdOf(by), reversed_at: by.clock.now(), reversal_reason: reason };
  await trx('delivery').where({ institution_id: institutionId, id: delivery.id }).update(reversed);
  await recordDeed(trx, by, {
    action: 'delivery-reversed',
    entity: 'delivery',
    entityId: delivery.id,
    details: { slip: delivery.slip, amount: delivery.value, withheld: delivery.withheld, currency: 'PEN', reason },
    before: delivery,
    after: { ...delivery, reversed },
  });
}
