import { enterInvestor } from '../alliance/add-investor';
import { findInvestor } from '../alliance/store';
import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import type { Centimos } from '../lending/money';
import { recordLineDeed } from './line-trail';
import { inLedgerOf } from './on-behalf';

export interface NewLine {
  readonly commandId: string;
  /** The lender that will draw. */
  readonly institutionId: number;
  /** An investor that is known, or a new one. */
  readonly investor: { readonly id: number } | { readonly name: string; readonly country: string };
  readonly name: string;
  readonly currency: 'PEN' | 'USD';
  readonly commitment: Centimos;
  /** What the lender pays the investor, percent a year. */
  readonly ratePercent: string;
  readonly revolving: boolean;
  readonly availableFrom: string;
  readonly availableUntil: string;
  readonly maturesOn: string;
  /** Department codes where its farmers must live; at least one. */
  readonly regions: readonly string[];
  /** The lender's products that it finances; none means all. */
  readonly products: readonly number[];
}

export type OpenLineRefusal =
  | 'command_reused'
  | 'institution_unknown'
  | 'investor_unknown'
  | 'investor_exists'
  | 'region_missing'
  | 'product_unknown'
  | 'availability_ends_before_it_begins'
  | 'matures_before_availability_ends';

export type LineOpened =
  { readonly type: 'done'; readonly lineId: number } | { readonly type: 'refused'; readonly reason: OpenLineRefusal };

/**
 * Opens the credit line of an investor to a lender, with nothing drawn. The facilitator does it; the line and the deed
 * belong to the lender. A new investor is entered with it, or not at all when the line is refused.
 */
export async function openLine(db: Knex, by: By, { commandId, ...line }: NewLine): Promise<LineOpened> {
  if (!(await isLender(db, line.institutionId))) return { type: 'refused', reason: 'institution_unknown' };
  const command = { id: commandId, kind: 'open-line', content: line };
  const answer = await once<LineOpened>(db, inLedgerOf(by, line.institutionId), command, async (trx) => {
    const reason = await refusalOf(trx, line);
    if (reason) return { type: 'refused', reason };
    const investorId = await investorOf(trx, by, line.investor);
    if (investorId === undefined) return { type: 'refused', reason: 'investor_exists' };
    const lineId = await insertLine(trx, line, investorId, by.clock.now());
    await recordLineDeed(trx, by, { institutionId: line.institutionId, id: lineId }, 'line-opened', {
      investor: (await findInvestor(trx, investorId))?.name,
      currency: line.currency,
      commitment: line.commitment,
      ratePercent: line.ratePercent,
      availableUntil: line.availableUntil,
    });
    return { type: 'done', lineId };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}

type Line = Omit<NewLine, 'commandId'>;

async function isLender(db: Knex, institutionId: number): Promise<boolean> {
  const row: unknown = await db('institution').where({ id: institutionId, kind: 'lender' }).first('id');
  return row !== undefined;
}

async function refusalOf(trx: Knex.Transaction, line: Line): Promise<OpenLineRefusal | undefined> {
  const { institutionId, investor, regions, products } = line;
  if (line.availableUntil < line.availableFrom) return 'availability_ends_before_it_begins';
  if (line.maturesOn < line.availableUntil) return 'matures_before_availability_ends';
  if (regions.length === 0) return 'region_missing';
  if ('id' in investor && !(await findInvestor(trx, investor.id))) return 'investor_unknown';
  const known = (await trx('product')
    .where({ institution_id: institutionId })
    .whereIn('id', products)
    .select('id')) as {
    id: number;
  }[];
  return known.length < new Set(products).size ? 'product_unknown' : undefined;
}

async function investorOf(trx: Knex.Transaction, by: By, investor: NewLine['investor']): Promise<number | undefined> {
  if ('id' in investor) return investor.id;
  const added = await enterInvestor(trx, by, investor);
  return added.type === 'done' ? added.investorId : undefined;
}

async function insertLine(trx: Knex.Transaction, line: Line, investorId: number, createdAt: string): Promise<number> {
  const { institutionId } = line;
  const lineId = await nextNumber(trx, institutionId, 'credit_line');
  const ofLine = { institution_id: institutionId, line_id: lineId };
  await trx('credit_line').insert({
    institution_id: institutionId,
    id: lineId,
    investor_id: investorId,
    name: line.name,
    currency: line.currency,
    commitment: line.commitment,
    rate_percent: line.ratePercent,
    revolving: line.revolving,
    available_from: line.availableFrom,
    available_until: line.availableUntil,
    matures_on: line.maturesOn,
    drawn: 0,
    repaid: 0,
    lent: 0,
    recovered: 0,
    created_at: createdAt,
  });
  await trx('credit_line_region').insert(
    [...new Set(line.regions)].map((code) => ({ ...ofLine, department_code: code })),
  );
  const products = [...new Set(line.products)].map((id) => ({ ...ofLine, product_id: id }));
  if (products.length > 0) await trx('credit_line_product').insert(products);
  return lineId;
}
