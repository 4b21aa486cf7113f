import { termsJson } from '../contract/terms-json';
import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import { isRefusal, type RefusalReason } from '../lending/refusal';
import { productLimit, quoteOf, type ProductLimit } from '../products/quote';
import { typedOf } from '../products/read-request';
import { findProduct } from '../products/store';
import type { LoanRequest } from '../products/terms-of';
import { editApplication, type Edited } from './edit-application';

export interface RecordedRequest {
  readonly commandId: string;
  readonly applicationId: number;
  readonly productId: number;
  /** Destino del crédito, in the farmer's words. */
  readonly purpose: string;
  readonly request: LoanRequest;
}

export type RequestRefusal = 'product_not_offered' | ProductLimit | RefusalReason;

/**
 * Records what the farmer asks for as the contract that would come of it: product and request become terms, and only
 * terms that have a schedule within the limits of the product are kept.
 */
export function recordRequest(db: Knex, by: By, input: RecordedRequest): Promise<Edited<RequestRefusal>> {
  const { commandId, applicationId, ...content } = input;
  const edit = { commandId, applicationId, kind: 'application-request-recorded', content };
  return editApplication<RequestRefusal>(db, by, edit, async (trx, { institutionId }) => {
    const product = await findProduct(trx, institutionId, input.productId);
    if (!product?.active) return { type: 'refused', reason: 'product_not_offered' };
    const quote = await quoteOf(trx, institutionId, product, input.request);
    if (isRefusal(quote)) return { type: 'refused', reason: quote.reason };
    const limit = productLimit(product, quote);
    if (limit) return { type: 'refused', reason: limit };
    return {
      type: 'change',
      columns: {
        product_id: product.id,
        amount: input.request.amount,
        purpose: input.purpose,
        disburse_on: input.request.disburseOn,
        request: JSON.stringify(typedOf(input.request)),
        terms: JSON.stringify(termsJson(quote.terms)),
      },
    };
  });
}
