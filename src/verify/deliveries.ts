import type { Knex } from '../db/connect';
import { deliveryDifferences } from '../deliveries/reconcile';
import type { Findings } from './finding';

/** Deliveries, repayments, remittances and what organisations owe in the ledger agree to the céntimo. */
export async function verifyDeliveries(
  trx: Knex.Transaction,
  institutionId: number,
  findings: Findings,
): Promise<void> {
  for (const difference of await deliveryDifferences(trx, institutionId)) {
    const { what, deliveryId, partnerOrganisationId, expected, found } = difference;
    const detail = `${what}: expected ${expected} céntimos, found ${found}`;
    if (deliveryId !== null) findings.add('delivery_not_reconciled', deliveryId, detail);
    else findings.add('organisation_not_reconciled', partnerOrganisationId ?? 'without an organisation', detail);
  }
}
