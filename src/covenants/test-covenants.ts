import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import type { IsoDate } from '../lending/dates';
import { measuresOn } from './measure-store';
import { isMet, isTestDate } from './standing';
import { covenantsOf } from './store';

/**
 * Tests the covenants of the actor's institution whose test date it is and keeps what came out; how many there were. A
 * second time on the same date changes nothing. Part of the close of the day: it measures what was known at its end.
 */
export async function testCovenants(trx: Knex.Transaction, by: By, date: IsoDate): Promise<number> {
  const { institutionId } = by.actor;
  const due = (await covenantsOf(trx, institutionId)).filter((covenant) => isTestDate(covenant, date));
  if (due.length === 0) return 0;
  const measureOf = await measuresOn(trx, { institutionId, asOf: date });
  const rows = due.map((covenant) => {
    const measure = measureOf(covenant.lineId, covenant.formula);
    return {
      institution_id: institutionId,
      covenant_id: covenant.id,
      date,
      ...measure,
      met: isMet(covenant, measure),
    };
  });
  await trx('covenant_test').insert(rows).onConflict(['institution_id', 'covenant_id', 'date']).ignore();
  return rows.length;
}
