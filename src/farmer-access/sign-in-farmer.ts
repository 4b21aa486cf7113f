import { verifySecret } from '../auth/password';
import type { Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import { recordDeed } from '../ledger/audit';
import { byFarmer, type Visitor } from './by-farmer';
import { afterFailure, DEVICE_DAYS, isSecretOf, minutesAfter, readDeviceCookie, type DeviceKey } from './device';
import { peppered } from './pin';
import { findHolder, lockDevice, pinHashOf, type LinkedDevice } from './store';

export type FarmerSignIn =
  | { readonly type: 'done'; readonly institutionId: number; readonly farmerId: number; readonly device: DeviceKey }
  | { readonly type: 'refused'; readonly reason: 'wrong' };

/**
 * Lets a farmer in by DNI and PIN on a linked telephone. `wrong` is the one answer for an unknown DNI, a wrong PIN, a
 * telephone that is not linked, and one that has to wait; each takes one scrypt. The try is counted before the PIN is
 * looked at, so that many tries at once are no way around the waiting.
 */
export async function signInFarmer(
  db: Knex,
  by: Visitor,
  input: {
    readonly dni: string;
    readonly pin: string;
    readonly deviceCookie: string | undefined;
    readonly pepper: string;
  },
): Promise<FarmerSignIn> {
  const key = readDeviceCookie(input.deviceCookie);
  const device = key && (await inTransaction(db, (trx) => countTry(trx, by, key)));
  if (!key || !device) {
    await verifySecret(input.pin, undefined);
    return { type: 'refused', reason: 'wrong' };
  }
  const { institution_id: institutionId, farmer_id: farmerId } = device;
  const holder = await findHolder(db, institutionId, farmerId);
  const pinHash = await pinHashOf(db, institutionId, farmerId);
  const pinIsRight = await verifySecret(peppered(input.pin, input.pepper, institutionId, farmerId), pinHash);
  const right = pinIsRight && holder?.document_number === input.dni;
  const welcomed = await inTransaction(db, (trx) => (right ? welcome(trx, by, device) : turnAway(trx, by, device)));
  return welcomed ? { type: 'done', institutionId, farmerId, device: key } : { type: 'refused', reason: 'wrong' };
}

/** The device with this try counted as a failure; nothing where no PIN would be accepted now. */
async function countTry(trx: Knex.Transaction, visitor: Visitor, key: DeviceKey): Promise<LinkedDevice | undefined> {
  const now = visitor.clock.now();
  const device = await lockDevice(trx, key.institutionId, key.deviceId);
  if (!device || !isSecretOf(key.secret, device.token_hash) || device.revoked_at !== null) return undefined;
  if (device.expires_at <= now || (device.locked_until !== null && device.locked_until > now)) return undefined;

  const failures = device.failures + 1;
  const next = afterFailure(failures);
  const waits = next !== 'unlinked' && next.waitMinutes > 0;
  await trx('farmer_device')
    .where({ institution_id: device.institution_id, id: device.id })
    .update({ failures, locked_until: waits ? minutesAfter(now, next.waitMinutes) : null });
  return { ...device, failures };
}

/** The right PIN clears the count, also that of its own try, and the device is good for another 180 days. */
async function welcome(trx: Knex.Transaction, visitor: Visitor, device: LinkedDevice): Promise<boolean> {
  const { institution_id: institutionId, id, farmer_id: farmerId } = device;
  const now = visitor.clock.now();
  const cleared = await trx('farmer_device')
    .where({ institution_id: institutionId, id })
    .whereNull('revoked_at')
    .update({ failures: 0, locked_until: null, expires_at: minutesAfter(now, DEVICE_DAYS * 24 * 60) });
  if (cleared === 0) return false;
  await recordDeed(trx, byFarmer(visitor, institutionId, farmerId), {
    action: 'farmer-signed-in',
    entity: 'farmer',
    entityId: farmerId,
    details: { device: id },
  });
  return true;
}

async function turnAway(trx: Knex.Transaction, visitor: Visitor, device: LinkedDevice): Promise<false> {
  const { institution_id: institutionId, id, farmer_id: farmerId, failures } = device;
  if (afterFailure(failures) !== 'unlinked') return false;
  await trx('farmer_device')
    .where({ institution_id: institutionId, id })
    .whereNull('revoked_at')
    .update({ revoked_at: visitor.clock.now() });
  await recordDeed(trx, byFarmer(visitor, institutionId, farmerId), {
    action: 'device-unlinked-after-failures',
    entity: 'farmer',
    entityId: farmerId,
    details: { device: id, failures },
  });
  return false;
}
