import type { Knex } from '../db/connect';

/** A farmer as far as letting them in needs. */
export interface Holder {
  readonly institution_id: number;
  readonly id: number;
  readonly document_number: string;
  readonly given_names: string;
  readonly first_surname: string;
  readonly second_surname: string;
  readonly birth_date: string;
  readonly phone: string | null;
}

const HOLDER_COLUMNS = [
  ...['f.institution_id', 'f.id', 'f.document_number', 'f.given_names', 'f.first_surname', 'f.second_surname'],
  ...['f.birth_date', 'f.phone'],
];

export async function findHolder(db: Knex, institutionId: number, farmerId: number): Promise<Holder | undefined> {
  return (await db('farmer as f')
    .where({ 'f.institution_id': institutionId, 'f.id': farmerId })
    .first(HOLDER_COLUMNS)) as Holder | undefined;
}

export interface ActivationCode {
  readonly institution_id: number;
  readonly id: number;
  readonly farmer_id: number;
  readonly code_hash: string;
}

/**
 * The codes that may still be used with a DNI, in whatever institution: the person at the telephone has not told us
 * which one, and the code itself decides it.
 */
export async function lockOpenCodes(
  trx: Knex.Transaction,
  documentNumber: string,
  now: string,
  failuresMax: number,
): Promise<ActivationCode[]> {
  return (await trx('activation_code as c')
    .join('farmer as f', (on) => on.on('f.institution_id', 'c.institution_id').on('f.id', 'c.farmer_id'))
    .where('f.document_number', documentNumber)
    .where('c.expires_at', '>', now)
    .where('c.failures', '<', failuresMax)
    .whereNull('c.used_at')
    .orderBy(['c.institution_id', 'c.id'])
    .forUpdate('c')
    .select('c.institution_id', 'c.id', 'c.farmer_id', 'c.code_hash')) as ActivationCode[];
}

export interface LinkedDevice {
  readonly institution_id: number;
  readonly id: number;
  readonly farmer_id: number;
  readonly token_hash: string;
  readonly failures: number;
  readonly locked_until: string | null;
  readonly expires_at: string;
  readonly revoked_at: string | null;
}

export async function lockDevice(
  trx: Knex.Transaction,
  institutionId: number,
  deviceId: number,
): Promise<LinkedDevice | undefined> {
  return (await trx('farmer_device')
    .where({ institution_id: institutionId, id: deviceId })
    .forUpdate()
    .first(
      'institution_id',
      'id',
      'farmer_id',
      'token_hash',
      'failures',
      'locked_until',
      'expires_at',
      'revoked_at',
    )) as LinkedDevice | undefined;
}

export async function pinHashOf(db: Knex, institutionId: number, farmerId: number): Promise<string | undefined> {
  const row = (await db('farmer_access')
    .where({ institution_id: institutionId, farmer_id: farmerId })
    .first('pin_hash')) as { pin_hash: string | null } | undefined;
  return row?.pin_hash ?? undefined;
}

export interface DeviceRow {
  readonly id: number;
  readonly created_at: string;
  readonly expires_at: string;
  readonly locked_until: string | null;
  readonly revoked_at: string | null;
}

export async function devicesOf(db: Knex, institutionId: number, farmerId: number): Promise<DeviceRow[]> {
  return (await db('farmer_device')
    .where({ institution_id: institutionId, farmer_id: farmerId })
    .orderBy('id', 'desc')
    .select('id', 'created_at', 'expires_at', 'locked_until', 'revoked_at')) as DeviceRow[];
}

/** When the code that was last handed out ends; nothing where none is open. */
export async function openCodeExpiry(
  db: Knex,
  institutionId: number,
  farmerId: number,
  now: string,
): Promise<string | undefined> {
  const row = (await db('activation_code')
    .where({ institution_id: institutionId, farmer_id: farmerId })
    .whereNull('used_at')
    .where('expires_at', '>', now)
    .orderBy('id', 'desc')
    .first('expires_at')) as { expires_at: string } | undefined;
  return row?.expires_at;
}

/** Ends every session of a farmer: after a device was unlinked. */
export async function endFarmerSessions(db: Knex, institutionId: number, farmerId: number): Promise<void> {
  await db('session').where({ institution_id: institutionId, farmer_id: farmerId }).del();
}
