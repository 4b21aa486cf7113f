import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import type { CreditLine } from '../lines/store';
import { cureEnds, stateOn, type CovenantState } from './standing';
import { covenantsOf, testsOf, waiversOf, type Covenant, type Test } from './store';

/** A covenant that its last test found broken, whether it may still be put right, is let pass, or neither. */
export interface Breach {
  readonly covenant: Covenant;
  readonly test: Test;
  readonly state: CovenantState;
  readonly curesUntil: IsoDate;
}

/** What the last tests of a line's covenants found broken; it measures nothing anew. */
export async function breachesOf(
  db: Knex,
  line: Pick<CreditLine, 'institutionId' | 'id'>,
  today: IsoDate,
): Promise<Breach[]> {
  const covenants = await covenantsOf(db, line.institutionId, line.id);
  const ids = covenants.map(({ id }) => id);
  const tests = await testsOf(db, line.institutionId, ids);
  const waivers = await waiversOf(db, line.institutionId, ids);
  return covenants.flatMap((covenant) => {
    const own = tests.filter(({ covenantId }) => covenantId === covenant.id);
    const [last] = own;
    if (!last || last.met) return [];
    const ownWaivers = waivers.filter(({ covenantId }) => covenantId === covenant.id);
    const state = stateOn(covenant, last, own, ownWaivers, today);
    return [{ covenant, test: last, state, curesUntil: cureEnds(covenant, own, today) }];
  });
}
