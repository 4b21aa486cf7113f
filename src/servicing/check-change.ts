import type { Knex } from '../db/connect';
import type { RefusalReason } from '../lending/refusal';
import type { StoredEvent } from '../loans/events';
import { stateOf } from '../loans/load';
import type { NewEvent } from '../loans/outlook';
import type { Loan } from '../loans/store';
import { capRefusal, type CapRefusal } from '../products/check-rate-cap';
import { Decimal } from '../lending/decimal';
import { writeOffConditions } from './write-off-conditions';

export type ChangeRefusal =
  'loan_closed' | 'principal_exceeds_debt' | 'not_a_loss' | 'not_provisioned' | CapRefusal | RefusalReason;

/**
 * What the lender's rules, beyond the arithmetic of the core, say against a change on a day. A waiver of principal may
 * not reach interest that will only join it later; a new rate stays below the cap of its day.
 */
export async function changeRefusal(
  db: Knex,
  loan: Loan,
  events: readonly StoredEvent[],
  event: NewEvent,
): Promise<ChangeRefusal | undefined> {
  if (loan.status !== 'active') return 'loan_closed';
  if (event.type === 'waiver' && event.details.part === 'principal') {
    const { outstanding } = stateOf(loan, events, event.valueDate);
    return event.amount > outstanding.principal ? 'principal_exceeds_debt' : undefined;
  }
  if (event.type === 'write-off') {
    const conditions = await writeOffConditions(db, loan, events, event.valueDate);
    if (!conditions.isLoss) return 'not_a_loss';
    return conditions.isProvisioned ? undefined : 'not_provisioned';
  }
  const rate = newRate(event);
  if (rate === undefined) return undefined;
  const terms = { ...loan.terms, rate: { kind: 'effective' as const, percent: new Decimal(rate) } };
  return capRefusal(db, loan.institutionId, terms, new Decimal(loan.lateRatePercent), event.valueDate);
}

/** The yearly effective rate that a change of terms brings, `24.5`. */
function newRate({ details }: NewEvent): string | undefined {
  const rate = details.change?.['rate'] as { readonly percent: string } | undefined;
  return rate?.percent;
}
