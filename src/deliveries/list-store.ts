import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { IsoDate } from '../lending/dates';
import { Decimal } from '../lending/decimal';
import type { Centimos } from '../lending/money';
import { searchKey } from '../web/fields';
import { plain } from './store';

export interface DeliveryFilters {
  /** Words of the farmer's name, the beginning of a DNI, or a slip. */
  readonly text?: string | undefined;
  readonly partnerOrganisationId?: number | undefined;
  readonly farmerId?: number | undefined;
  readonly lotCode?: string | undefined;
  readonly lotId?: number | undefined;
  readonly from?: IsoDate | undefined;
  readonly to?: IsoDate | undefined;
}

export interface ListedDelivery {
  readonly id: number;
  readonly deliveredOn: IsoDate;
  readonly slip: string;
  readonly partnerOrganisationId: number;
  readonly organisation: string;
  readonly lotId: number;
  readonly lotCode: string;
  readonly farmerId: number;
  readonly farmer: string;
  readonly documentNumber: string;
  readonly state: 'wet' | 'dry';
  readonly grossKg: string;
  readonly dryKg: string;
  readonly pricePerKg: string;
  readonly value: Centimos;
  readonly withheld: Centimos;
  readonly paidOut: Centimos;
  readonly isReversed: boolean;
}

/** Deliveries, the latest first; without a cut, all of them. */
export async function listDeliveries(
  db: Knex,
  institutionId: number,
  filters: DeliveryFilters,
  cut?: { readonly from: number; readonly rows: number },
): Promise<ListedDelivery[]> {
  const query = narrowed(db, institutionId, filters)
    .join('partner_organisation as o', 'o.id', 'd.partner_organisation_id')
    .orderBy([
      { column: 'd.delivered_on', order: 'desc' },
      { column: 'd.id', order: 'desc' },
    ])
    .select({
      id: 'd.id',
      deliveredOn: 'd.delivered_on',
      slip: 'd.slip',
      partnerOrganisationId: 'd.partner_organisation_id',
      organisation: 'o.name',
      lotId: 'd.lot_id',
      lotCode: 'l.code',
      farmerId: 'd.farmer_id',
      givenNames: 'f.given_names',
      firstSurname: 'f.first_surname',
      secondSurname: 'f.second_surname',
      documentNumber: 'f.document_number',
      state: 'd.state',
      grossKg: 'd.gross_kg',
      dryKg: 'd.dry_kg',
      pricePerKg: 'd.price_per_kg',
      value: 'd.value',
      withheld: 'd.withheld',
      paidOut: 'd.paid_out',
      reversedBy: 'd.reversed_by',
    });
  if (cut) void query.offset(cut.from).limit(cut.rows);
  const rows = (await query) as ListedRow[];
  return rows.map(({ givenNames, firstSurname, secondSurname, reversedBy, ...row }) => ({
    ...row,
    farmer: [givenNames, firstSurname, secondSurname].filter(Boolean).join(' '),
    grossKg: new Decimal(row.grossKg).toFixed(2),
    dryKg: new Decimal(row.dryKg).toFixed(2),
    pricePerKg: plain(row.pricePerKg),
    isReversed: reversedBy !== null,
  }));
}

/** Of the filtered deliveries that were not taken back. */
export interface DeliveryTotals {
  readonly deliveries: number;
  readonly farmers: number;
  readonly dryKg: string;
  readonly value: Centimos;
  readonly withheld: Centimos;
  readonly paidOut: Centimos;
}

export async function countDeliveries(db: Knex, institutionId: number, filters: DeliveryFilters): Promise<number> {
  const row = (await narrowed(db, institutionId, filters).count('* as rows').first()) as { rows: number | string };
  return Number(row.rows);
}

export async function totalDeliveries(
  db: Knex,
  institutionId: number,
  filters: DeliveryFilters,
): Promise<DeliveryTotals> {
  const row = (await narrowed(db, institutionId, filters).whereNull('d.reversed_by').first(
    db.raw('count(*) as deliveries'),
    db.raw('count(distinct d.farmer_id) as farmers'),
    // Hundredths of a kg are whole numbers, which both engines add up exactly.
    db.raw('sum(round(cast(d.dry_kg as numeric) * 100)) as hundredths'),
    db.raw('sum(d.value) as value'),
    db.raw('sum(d.withheld) as withheld'),
    db.raw('sum(d.paid_out) as paid_out'),
  )) as Record<string, number | string | null>;
  return {
    deliveries: Number(row['deliveries']),
    farmers: Number(row['farmers']),
    dryKg: new Decimal(centimosOfSum(row['hundredths'] ?? 0)).dividedBy(100).toFixed(2),
    value: centimosOfSum(row['value'] ?? 0),
    withheld: centimosOfSum(row['withheld'] ?? 0),
    paidOut: centimosOfSum(row['paid_out'] ?? 0),
  };
}

function narrowed(db: Knex, institutionId: number, filters: DeliveryFilters): Knex.QueryBuilder {
  const query = db('delivery as d')
    .join('farmer as f', (on) => on.on('f.institution_id', 'd.institution_id').on('f.id', 'd.farmer_id'))
    .join('delivery_lot as l', (on) => on.on('l.institution_id', 'd.institution_id').on('l.id', 'd.lot_id'))
    .where('d.institution_id', institutionId);
  const { text, partnerOrganisationId, farmerId, lotCode, lotId, from, to } = filters;
  if (partnerOrganisationId !== undefined) void query.where('d.partner_organisation_id', partnerOrganisationId);
  if (farmerId !== undefined) void query.where('d.farmer_id', farmerId);
  if (lotCode !== undefined) void query.where('l.code', lotCode);
  if (lotId !== undefined) void query.where('d.lot_id', lotId);
  if (from !== undefined) void query.where('d.delivered_on', '>=', from);
  if (to !== undefined) void query.where('d.delivered_on', '<=', to);
  if (text !== undefined) void query.where((either) => matches(either, text));
  return query;
}

function matches(either: Knex.QueryBuilder, text: string): void {
  const literal = (part: string): string => part.replace(/[\\%_]/g, (sign) => `\\${sign}`);
  void either
    .where('d.slip', text)
    .orWhereRaw(`f.document_number like ? escape '\\'`, [`${literal(text)}%`])
    .orWhere((all) => {
      for (const word of searchKey(text).split(' ')) {
        void all.whereRaw(`f.name_key like ? escape '\\'`, [`%${literal(word)}%`]);
      }
    });
}

interface ListedRow extends Omit<ListedDelivery, 'farmer' | 'isReversed'> {
  readonly givenNames: string;
  readonly firstSurname: string;
  readonly secondSurname: string;
  readonly reversedBy: number | null;
}
