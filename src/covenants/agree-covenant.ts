import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import { recordLineDeed } from '../lines/line-trail';
import { inLedgerOf } from '../lines/on-behalf';
import { findLine } from '../lines/store';
import type { Covenant } from './store';

export type NewCovenant = Omit<Covenant, 'id'> & { readonly commandId: string; readonly institutionId: number };

export type CovenantAgreed =
  | { readonly type: 'done'; readonly covenantId: number }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'line_unknown' };

/** The facilitator enters what lender and funder have agreed. */
export async function agreeCovenant(db: Knex, by: By, input: NewCovenant): Promise<CovenantAgreed> {
  const { commandId, institutionId, ...covenant } = input;
  const command = { id: commandId, kind: 'agree-covenant', content: covenant };
  const answer = await once<CovenantAgreed>(db, inLedgerOf(by, institutionId), command, async (trx) => {
    const line = await findLine(trx, institutionId, covenant.lineId);
    if (!line) return { type: 'refused', reason: 'line_unknown' };
    const id = await nextNumber(trx, institutionId, 'covenant');
    const { lineId, formula, operator, threshold, testEvery, cureDays } = covenant;
    await trx('covenant').insert({
      institution_id: institutionId,
      id,
      line_id: lineId,
      formula,
      operator,
      threshold,
      test_every: testEvery,
      cure_days: cureDays,
      created_at: by.clock.now(),
    });
    await recordLineDeed(trx, by, line, 'covenant-agreed', { formula, operator, threshold, testEvery, cureDays });
    return { type: 'done', covenantId: id };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
