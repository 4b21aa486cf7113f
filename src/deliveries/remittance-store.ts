import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';

/** Money that an organisation handed over for what it had withheld (*remesa*). */
export interface Remittance {
  readonly id: number;
  readonly partnerOrganisationId: number;
  readonly receivedOn: IsoDate;
  readonly amount: Centimos;
  readonly channel: 'cash' | 'bank';
  readonly reference: string;
  readonly journalId: number;
  readonly staffId: number;
  readonly recordedAt: string;
  readonly reversedBy: number | null;
  readonly reversedAt: string | null;
  readonly reversalReason: string;
}

export async function findRemittance(db: Knex, institutionId: number, id: number): Promise<Remittance | undefined> {
  const row = (await db('remittance').where({ institution_id: institutionId, id }).first()) as
    RemittanceRow | undefined;
  return row && remittanceOf(row);
}

/** The remittances of an organisation, the latest first. */
export async function remittancesOf(
  db: Knex,
  institutionId: number,
  partnerOrganisationId: number,
  limit: number,
): Promise<Remittance[]> {
  const rows = (await db('remittance')
    .where({ institution_id: institutionId, partner_organisation_id: partnerOrganisationId })
    .orderBy('id', 'desc')
    .limit(limit)) as RemittanceRow[];
  return rows.map(remittanceOf);
}

export async function insertRemittance(
  trx: Knex.Transaction,
  institutionId: number,
  remittance: Omit<Remittance, 'reversedBy' | 'reversedAt' | 'reversalReason'>,
): Promise<void> {
  await trx('remittance').insert({
    institution_id: institutionId,
    id: remittance.id,
    partner_organisation_id: remittance.partnerOrganisationId,
    received_on: remittance.receivedOn,
    amount: remittance.amount,
    channel: remittance.channel,
    reference: remittance.reference,
    journal_id: remittance.journalId,
    staff_id: remittance.staffId,
    recorded_at: remittance.recordedAt,
  });
}

interface RemittanceRow {
  id: number;
  partner_organisation_id: number;
  received_on: string;
  amount: Centimos;
  channel: 'cash' | 'bank';
  reference: string;
  journal_id: number;
  staff_id: number;
  recorded_at: string;
  reversed_by: number | null;
  reversed_at: string | null;
  reversal_reason: string;
}

function remittanceOf(row: RemittanceRow): Remittance {
  return {
    id: row.id,
    partnerOrganisationId: row.partner_organisation_id,
    receivedOn: row.received_on,
    amount: row.amount,
    channel: row.channel,
    reference: row.reference,
    journalId: row.journal_id,
    staffId: row.staff_id,
    recordedAt: row.recorded_at,
    reversedBy: row.reversed_by,
    reversedAt: row.reversed_at,
    reversalReason: row.reversal_reason,
  };
}
