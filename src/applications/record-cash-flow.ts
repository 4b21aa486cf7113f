import type { Knex } from '../db/connect';
import { hasConsent } from '../farmers/store';
import type { By } from '../ledger/by';
import { assumeCashFlow, type HouseholdFigures } from './assume-cash-flow';
import { editApplication, type Edited } from './edit-application';
import { parcelIdsOf } from './store';

export interface RecordedCashFlow extends HouseholdFigures {
  readonly commandId: string;
  readonly applicationId: number;
}

export type CashFlowRefusal = 'consent_missing' | 'parcels_missing' | 'parameters_missing';

/**
 * Records what the household earns and spends, with the prices, yields and shares that are assumed today. Income is
 * sensitive data under Ley 29733: without the farmer's written consent to be evaluated nothing is recorded.
 */
export function recordCashFlow(db: Knex, by: By, input: RecordedCashFlow): Promise<Edited<CashFlowRefusal>> {
  const { commandId, applicationId, ...figures } = input;
  const edit = { commandId, applicationId, kind: 'application-cash-flow-recorded', content: figures };
  return editApplication<CashFlowRefusal>(db, by, edit, async (trx, { institutionId, farmerId }) => {
    if (!(await hasConsent(trx, institutionId, farmerId, 'evaluation'))) {
      return { type: 'refused', reason: 'consent_missing' };
    }
    const parcelIds = await parcelIdsOf(trx, institutionId, applicationId);
    if (parcelIds.length === 0) return { type: 'refused', reason: 'parcels_missing' };
    const counted = { farmerId, parcelIds, asOf: by.clock.today() };
    const assumed = await assumeCashFlow(trx, institutionId, counted, figures);
    if (assumed.type === 'refused') return assumed;
    return { type: 'change', columns: { cash_flow: JSON.stringify(assumed.cashFlow) } };
  });
}
