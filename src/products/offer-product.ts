import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import { updateActive } from './store';

export interface Offer {
  readonly commandId: string;
  readonly productId: number;
  readonly active: boolean;
}

export type Offered =
  | { readonly type: 'done' }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'product_unknown' | 'nothing_to_change' };

/** Withdraws a product from the offer, or offers it again. Loans and applications that have it keep it. */
export async function offerProduct(db: Knex, by: By, { commandId, productId, active }: Offer): Promise<Offered> {
  const { institutionId } = by.actor;
  const command = { id: commandId, kind: 'offer-product', content: { productId, active } };
  const answer = await once<Offered>(db, by, command, async (trx) => {
    const row = (await trx('product')
      .where({ institution_id: institutionId, id: productId })
      .forUpdate()
      .first('active')) as { active: boolean | number } | undefined;
    if (!row) return { type: 'refused', reason: 'product_unknown' };
    if (Boolean(row.active) === active) return { type: 'refused', reason: 'nothing_to_change' };
    await updateActive(trx, institutionId, productId, active);
    await recordDeed(trx, by, {
      action: active ? 'product-offered' : 'product-withdrawn',
      entity: 'product',
      entityId: productId,
      before: { active: !active },
      after: { active },
    });
    return { type: 'done' };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
