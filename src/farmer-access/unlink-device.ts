import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import { endFarmerSessions, lockDevice } from './store';

export type Unlinked =
  | { readonly type: 'done' }
  | { readonly type: 'refused'; readonly reason: 'device_not_found' | 'already_unlinked' | 'command_reused' };

/** Ends a telephone at once, e.g. one that was lost: its cookie is worth nothing and who is signed in on it is out. */
export async function unlinkDevice(
  db: Knex,
  by: By,
  input: { readonly commandId: string; readonly farmerId: number; readonly deviceId: number },
): Promise<Unlinked> {
  const { commandId, ...content } = input;
  const answer = await once(db, by, { id: commandId, kind: 'unlink-device', content }, (trx) =>
    unlink(trx, by, content.farmerId, content.deviceId),
  );
  return answer.type === 'refused' ? answer : answer.outcome;
}

async function unlink(
  trx: Knex.Transaction,
  by: By,
  farmerId: number,
  deviceId: number,
): Promise<Exclude<Unlinked, { reason: 'command_reused' }>> {
  const { institutionId } = by.actor;
  const device = await lockDevice(trx, institutionId, deviceId);
  if (!device || device.farmer_id !== farmerId) return { type: 'refused', reason: 'device_not_found' };
  if (device.revoked_at !== null) return { type: 'refused', reason: 'already_unlinked' };
  await trx('farmer_device')
    .where({ institution_id: institutionId, id: deviceId })
    .update({ revoked_at: by.clock.now() });
  await endFarmerSessions(trx, institutionId, farmerId);
  await recordDeed(trx, by, {
    action: 'device-unlinked',
    entity: 'farmer',
    entityId: farmerId,
    details: { device: deviceId },
  });
  return { type: 'done' };
}
