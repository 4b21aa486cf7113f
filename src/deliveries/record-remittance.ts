import { findOrganisation } from '../alliance/store';
import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { postJournal } from '../ledger/journal';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { lockAccount, moveAccount, owedBy } from './account';
import { allOrNothing } from './all-or-nothing';
import { insertRemittance } from './remittance-store';

export interface RemittanceInput {
  readonly commandId: string;
  readonly partnerOrganisationId: number;
  readonly amount: Centimos;
  /** The day on which the money came; today or earlier. */
  readonly receivedOn: IsoDate;
  readonly channel: 'cash' | 'bank';
  /** The number of the operation or of the organisation's voucher; may be empty. */
  readonly reference: string;
}

export type RemittanceOutcome =
  | { readonly type: 'done'; readonly remittanceId: number }
  | {
      readonly type: 'refused';
      readonly reason:
        'command_reused' | 'role_not_allowed' | 'organisation_unknown' | 'amount_must_be_positive' | 'date_in_future';
    }
  | { readonly type: 'refused'; readonly reason: 'more_than_owed'; readonly owed: Centimos };

export type RecordedRemittance = RemittanceOutcome & { readonly repeated: boolean };

/**
 * Takes what an organisation remits, up to what it owes; it pays the oldest withholdings first. No farmer's debt
 * changes: each was paid on the day of the delivery.
 */
export async function recordRemittance(db: Knex, by: By, input: RemittanceInput): Promise<RecordedRemittance> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'record-remittance', content };
  const answer = await once<RemittanceOutcome>(db, by, command, (trx) =>
    // What is refused opens no account.
    allOrNothing(trx, (inner) => record(inner, by, input)),
  );
  return answer.type === 'done' ? { ...answer.outcome, repeated: answer.repeated } : { ...answer, repeated: false };
}

async function record(trx: Knex.Transaction, by: By, input: RemittanceInput): Promise<RemittanceOutcome> {
  const { institutionId, role } = by.actor;
  const { partnerOrganisationId, amount, receivedOn, channel, reference, commandId } = input;
  if (role !== 'cashier' && role !== 'manager') return { type: 'refused', reason: 'role_not_allowed' };
  if (amount <= 0) return { type: 'refused', reason: 'amount_must_be_positive' };
  if (receivedOn > by.clock.today()) return { type: 'refused', reason: 'date_in_future' };
  if (!(await findOrganisation(trx, partnerOrganisationId))) return { type: 'refused', reason: 'organisation_unknown' };
  const account = await lockAccount(trx, institutionId, partnerOrganisationId);
  const owed = owedBy(account);
  if (amount > owed) return { type: 'refused', reason: 'more_than_owed', owed };

  const journal = await postJournal(trx, by, {
    kind: 'remittance',
    commandId,
    part: 1,
    currency: 'PEN',
    valueDate: receivedOn,
    entries: [
      { account: channel, side: 'debit', amount },
      { account: 'organisationReceivable', side: 'credit', amount },
    ],
  });
  const remittance = {
    id: await nextNumber(trx, institutionId, 'remittance'),
    ...{ partnerOrganisationId, receivedOn, amount, channel, reference },
    journalId: journal.id,
    staffId: staffIdOf(by),
    recordedAt: by.clock.now(),
  };
  await insertRemittance(trx, institutionId, remittance);
  const after = await moveAccount(trx, institutionId, account, { remitted: amount });
  await recordDeed(trx, by, {
    action: 'remittance-recorded',
    entity: 'remittance',
    entityId: remittance.id,
    details: { partnerOrganisationId, amount, currency: 'PEN', valueDate: receivedOn, reference },
    before: account,
    after,
    journals: [journal],
  });
  return { type: 'done', remittanceId: remittance.id };
}
