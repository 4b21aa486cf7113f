import { decideChange } from '../../src/servicing/decide-change';
import { requestChange, type ChangeRequest } from '../../src/servicing/request-change';
import { TODAY } from '../support/world';
import { aLoan, command, harvestTerms, on, type Setting } from '../loans/a-loan';

/** Six monthly instalments from 20 November 2026, three days before today. */
export function aRecentLoan(setting: Setting): Promise<number> {
  return aLoan(
    setting,
    harvestTerms({
      disbursements: [{ date: '2026-11-20', amount: 800_000 }],
      instalments: { plan: 'level', count: 6, every: { months: 1 }, monthEnd: 'clamp' },
    }),
  );
}

export type Wanted = Pick<ChangeRequest, 'kind' | 'amount' | 'details'>;

export function asks({ world, at }: Setting, loanId: number, wanted: Wanted) {
  const input = { commandId: command(), loanId, ...wanted, reason: 'Acordado en comité' };
  return requestChange(world.db, on(at, 'carmen', TODAY), input);
}

export async function approved(setting: Setting, loanId: number, wanted: Wanted, username = 'marta'): Promise<void> {
  const asked = await asks(setting, loanId, wanted);
  if (asked.type === 'refused') throw new Error(asked.reason);
  const input = { commandId: command(), requestId: asked.requestId, decision: 'approved' as const, reason: '' };
  const outcome = await decideChange(setting.world.db, on(setting.at, username, TODAY), input);
  if (outcome.type === 'refused') throw new Error(outcome.reason);
}
