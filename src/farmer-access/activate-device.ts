import { hashSecret } from '../auth/password';
import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { inTransaction } from '../db/transaction';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { byFarmer, type Visitor } from './by-farmer';
import { codeHash, tidyCode } from './code';
import { DEVICE_DAYS, minutesAfter, newDeviceSecret, secretHash, type DeviceKey } from './device';
import { peppered, pinFault, plainPinFault, type PinFault } from './pin';
import { findHolder, lockOpenCodes, type ActivationCode } from './store';

export const CODE_TRIES = 5;

export type Activation =
  | { readonly type: 'done'; readonly device: DeviceKey; readonly farmerId: number }
  | { readonly type: 'refused'; readonly reason: 'wrong' | PinFault };

/**
 * Links a telephone to a farmer and sets the PIN. `wrong` is the one answer for an unknown DNI, a wrong, used or expired
 * code and one tried too often. A weak PIN does not use up the code, and what is personal about it is said only to who
 * holds the code.
 */
export async function activateDevice(
  db: Knex,
  by: Visitor,
  input: { readonly dni: string; readonly code: string; readonly pin: string; readonly pepper: string },
): Promise<Activation> {
  const { dni, pin, pepper } = input;
  const weak = plainPinFault(pin);
  if (weak) return { type: 'refused', reason: weak };
  const hash = codeHash(pepper, tidyCode(input.code));
  const farmer = await farmerOfCode(db, by, dni, hash, pin);
  // Hashed whether or not the code was right, so that both answers take the same time.
  const pinHash = await hashSecret(
    farmer.type === 'found' ? peppered(pin, pepper, farmer.institutionId, farmer.farmerId) : pin,
  );
  if (farmer.type === 'refused') return farmer;
  return inTransaction(db, (trx) => linkDevice(trx, by, { dni, hash, pinHash }));
}

type CodeHolder =
  | { readonly type: 'found'; readonly institutionId: number; readonly farmerId: number }
  | { readonly type: 'refused'; readonly reason: 'wrong' | PinFault };

/** Each wrong code counts against every open code of the DNI. */
async function farmerOfCode(db: Knex, by: Visitor, dni: string, hash: string, pin: string): Promise<CodeHolder> {
  return inTransaction(db, async (trx) => {
    const open = await lockOpenCodes(trx, dni, by.clock.now(), CODE_TRIES);
    const code = open.find((candidate) => candidate.code_hash === hash);
    if (!code) {
      for (const candidate of open) await countFailure(trx, candidate);
      return { type: 'refused', reason: 'wrong' };
    }
    const holder = await findHolder(trx, code.institution_id, code.farmer_id);
    if (!holder) throw new Error(`the code ${code.id} belongs to nobody`);
    const fault = pinFault(pin, {
      documentNumber: holder.document_number,
      birthDate: holder.birth_date,
      phone: holder.phone,
    });
    if (fault) return { type: 'refused', reason: fault };
    return { type: 'found', institutionId: code.institution_id, farmerId: code.farmer_id };
  });
}

async function countFailure(trx: Knex.Transaction, code: ActivationCode): Promise<void> {
  await trx('activation_code').where({ institution_id: code.institution_id, id: code.id }).increment('failures', 1);
}

/** The code is looked up again under lock: of two telephones that send it at once, one is linked. */
async function linkDevice(
  trx: Knex.Transaction,
  visitor: Visitor,
  { dni, hash, pinHash }: { readonly dni: string; readonly hash: string; readonly pinHash: string },
): Promise<Activation> {
  const now = visitor.clock.now();
  const code = (await lockOpenCodes(trx, dni, now, CODE_TRIES)).find((candidate) => candidate.code_hash === hash);
  if (!code) return { type: 'refused', reason: 'wrong' };
  const { institution_id: institutionId, farmer_id: farmerId } = code;
  await trx('activation_code').where({ institution_id: institutionId, id: code.id }).update({ used_at: now });
  await trx('farmer_access')
    .insert({ institution_id: institutionId, farmer_id: farmerId, pin_hash: pinHash, created_at: now })
    .onConflict(['institution_id', 'farmer_id'])
    .merge({ pin_hash: pinHash });
  const device = {
    institutionId,
    deviceId: await nextNumber(trx, institutionId, 'farmer_device'),
    secret: newDeviceSecret(),
  };
  await trx('farmer_device').insert({
    institution_id: institutionId,
    id: device.deviceId,
    farmer_id: farmerId,
    token_hash: secretHash(device.secret),
    failures: 0,
    locked_until: null,
    expires_at: minutesAfter(now, DEVICE_DAYS * 24 * 60),
    revoked_at: null,
    created_at: now,
  });
  const by: By = byFarmer(visitor, institutionId, farmerId);
  await recordDeed(trx, by, {
    action: 'device-linked',
    entity: 'farmer',
    entityId: farmerId,
    details: { device: device.deviceId, code: code.id },
  });
  return { type: 'done', device, farmerId };
}
