import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import type { IsoDate } from '../lending/dates';
import { recordLineDeed } from '../lines/line-trail';
import { inLedgerOf } from '../lines/on-behalf';
import { covenantsOf } from './store';

export interface NewWaiver {
  readonly commandId: string;
  readonly institutionId: number;
  readonly lineId: number;
  readonly covenantId: number;
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly reason: string;
}

export type CovenantWaived =
  | { readonly type: 'done' }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'covenant_unknown' | 'ends_before_it_begins' };

/** The funder lets a covenant pass for some days; the facilitator enters it. */
export async function waiveCovenant(db: Knex, by: By, input: NewWaiver): Promise<CovenantWaived> {
  const { commandId, institutionId, lineId, covenantId, from, until, reason } = input;
  const command = { id: commandId, kind: 'waive-covenant', content: { covenantId, from, until, reason } };
  const answer = await once<CovenantWaived>(db, inLedgerOf(by, institutionId), command, async (trx) => {
    const covenants = await covenantsOf(trx, institutionId, lineId);
    if (!covenants.some(({ id }) => id === covenantId)) return { type: 'refused', reason: 'covenant_unknown' };
    if (until < from) return { type: 'refused', reason: 'ends_before_it_begins' };
    await trx('covenant_waiver').insert({
      institution_id: institutionId,
      id: await nextNumber(trx, institutionId, 'covenant_waiver'),
      covenant_id: covenantId,
      valid_from: from,
      valid_until: until,
      reason,
      created_at: by.clock.now(),
    });
    await recordLineDeed(trx, by, { institutionId, id: lineId }, 'covenant-waived', {
      covenantId,
      from,
      until,
      reason,
    });
    return { type: 'done' };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
