import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';

/**
 * What is provided for the loans of each line, in the line's currency, by the last closed day up to a date; nothing where
 * no day is closed. A line of dollars whose loans are in soles has their provision at the rate at which they were made,
 * weighed by balance: `loans` are rows as `loansAsKnown` has them.
 */
export async function provisionsOn(
  db: Knex,
  institutionId: number,
  date: IsoDate,
  loans: Knex.QueryBuilder | string,
): Promise<ReadonlyMap<number, Centimos> | undefined> {
  const day = await lastFrozenDay(db, institutionId, date);
  if (day === undefined) return undefined;
  const frozen: { member: string; currency: string; provision: number | string }[] = await db('portfolio_snapshot')
    .where({ institution_id: institutionId, date: day, dimension: 'line' })
    .groupBy('member', 'currency')
    .select('member', 'currency', db.raw('sum(provision) as provision'));
  const rates: { line_id: number; currency: string; principal: number | string; outstanding: number | string }[] =
    await (typeof loans === 'string' ? db.from(`${loans} as r`) : db.from(loans.as('r')))
      .groupBy('line_id', 'currency')
      .select('line_id', 'currency', db.raw('sum(principal) as principal, sum(outstanding) as outstanding'));
  const provisions = new Map<number, Centimos>();
  for (const { member, currency, provision } of frozen) {
    const lineId = Number(member);
    const rate = rates.find((one) => one.line_id === lineId && one.currency === currency);
    const whole = Number(rate?.outstanding ?? 0);
    const inLine = whole === 0 ? 0 : Math.round((centimosOfSum(provision) * Number(rate?.principal)) / whole);
    provisions.set(lineId, (provisions.get(lineId) ?? 0) + inLine);
  }
  return provisions;
}

/** While a day is being closed its figures are there before it is among the closed days. */
async function lastFrozenDay(db: Knex, institutionId: number, date: IsoDate): Promise<IsoDate | undefined> {
  const row: { date?: IsoDate | null } | undefined = await db('portfolio_snapshot')
    .where({ institution_id: institutionId })
    .where('date', '<=', date)
    .max({ date: 'date' })
    .first();
  return row?.date ?? undefined;
}
