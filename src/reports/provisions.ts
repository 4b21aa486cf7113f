import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { CATEGORIES, type CreditType, type DebtorCategory } from '../lending/classification';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';

/** What is provided for the debtors of one credit type and category on a closed day. */
export interface ProvisionLine {
  readonly currency: string;
  readonly creditType: CreditType;
  readonly category: DebtorCategory;
  readonly loans: number;
  readonly debtors: number;
  readonly principal: Centimos;
  readonly provision: Centimos;
}

/** As it was frozen when the day was closed, by credit type and then from Normal to Pérdida; empty for an open day. */
export async function provisionLines(db: Knex, institutionId: number, date: IsoDate): Promise<ProvisionLine[]> {
  const rows: Record<string, string | number>[] = await db('portfolio_snapshot')
    .where({ institution_id: institutionId, date, dimension: 'type-and-category' })
    .groupBy('currency', 'member')
    .select('currency', 'member')
    .select(['loans', 'farmers', 'principal', 'provision'].map((name) => db.raw('sum(??) as ??', [name, name])));
  return rows.map(lineOf).toSorted((one, other) => compare(orderOf(one), orderOf(other)));
}

function lineOf(row: Record<string, string | number>): ProvisionLine {
  const [creditType, category] = String(row['member']).split('/');
  return {
    currency: String(row['currency']),
    creditType: creditType as CreditType,
    category: category as DebtorCategory,
    loans: Number(row['loans']),
    debtors: Number(row['farmers']),
    principal: centimosOfSum(row['principal'] ?? 0),
    provision: centimosOfSum(row['provision'] ?? 0),
  };
}

function orderOf({ currency, creditType, category }: ProvisionLine): string {
  return `${currency} ${creditType} ${CATEGORIES.indexOf(category)}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
