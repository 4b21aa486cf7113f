import { agreeCovenant } from '../covenants/agree-covenant';
import type { Covenant } from '../covenants/store';
import type { By } from '../ledger/by';
import { accepted, type Stage } from './stage';

export interface PromisingLine {
  readonly institutionId: number;
  readonly lineId: number;
  readonly regions: readonly string[];
}

/** What investors ask of a lender in microfinance: few promises, tested where they can warn in time. */
const PROMISES: readonly Omit<Covenant, 'id' | 'lineId'>[] = [
  { formula: 'par-30-refinanced', operator: 'at-most', threshold: '10', testEvery: 'month', cureDays: 45 },
  { formula: 'write-offs', operator: 'at-most', threshold: '4', testEvery: 'quarter', cureDays: 30 },
  { formula: 'risk-coverage', operator: 'at-least', threshold: '80', testEvery: 'month', cureDays: 30 },
  { formula: 'largest-department', operator: 'at-most', threshold: '95', testEvery: 'quarter', cureDays: 60 },
];

/** The facilitator enters them with the line; one for a single department promises nothing about departments. */
export async function promiseOf(stage: Stage, by: By, line: PromisingLine): Promise<void> {
  const { institutionId, lineId, regions } = line;
  for (const promise of PROMISES) {
    if (promise.formula === 'largest-department' && regions.length === 1) continue;
    accepted(await agreeCovenant(stage.trx, by, { ...promise, commandId: stage.commandId(), institutionId, lineId }));
  }
}
