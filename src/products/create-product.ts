import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import { Decimal } from '../lending/decimal';
import type { Centimos } from '../lending/money';
import { rateCapOn } from '../parameters/read-rates';
import { insertProduct, type Product, type ProductCreditType, type ProductPlan } from './store';

export interface NewProduct {
  readonly commandId: string;
  readonly name: string;
  readonly creditType: ProductCreditType;
  readonly currency: 'PEN' | 'USD';
  readonly plan: ProductPlan;
  readonly amountMin: Centimos;
  readonly amountMax: Centimos;
  readonly instalmentsMax: number;
  /** Decimal texts: TEA, yearly late rate, insurance per 30 days, share of the net harvest. */
  readonly ratePercent: string;
  readonly lateRatePercent: string;
  readonly insurancePercent: string;
  readonly windowSharePercent: string;
  readonly unpaidInterest: 'capitalise' | 'carry';
  readonly disbursementFee: Centimos;
  readonly instalmentFee: Centimos;
}

export type ProductCreated =
  | { readonly type: 'done'; readonly productId: number }
  | {
      readonly type: 'refused';
      readonly reason:
        'command_reused' | 'name_taken' | 'amounts_out_of_order' | 'rate_above_cap' | 'late_rate_above_cap';
    };

/**
 * Adds a product to the offer. It is never edited afterwards, since its rate stands in contracts: to change the offer,
 * a new one is made and this one is withdrawn. Refuses rates above the legal maximum of the day where that is known.
 */
export async function createProduct(db: Knex, by: By, input: NewProduct): Promise<ProductCreated> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'create-product', content };
  const answer = await once<ProductCreated>(db, by, command, async (trx) => {
    const { institutionId } = by.actor;
    const reason = await refusalOf(trx, by, input);
    if (reason) return { type: 'refused', reason };

    const id = await nextNumber(trx, institutionId, 'product');
    await insertProduct(trx, institutionId, productOf(id, input), by.clock.now());
    await recordDeed(trx, by, {
      action: 'product-created',
      entity: 'product',
      entityId: id,
      details: { name: input.name, ratePercent: input.ratePercent, lateRatePercent: input.lateRatePercent },
      after: content,
    });
    return { type: 'done', productId: id };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}

async function refusalOf(trx: Knex.Transaction, by: By, input: NewProduct) {
  const { institutionId } = by.actor;
  if (input.amountMin > input.amountMax) return 'amounts_out_of_order';
  const namesake = (await trx('product').where({ institution_id: institutionId, name: input.name }).first('id')) as
    { id: number } | undefined;
  if (namesake) return 'name_taken';
  const cap = await rateCapOn(trx, institutionId, input.currency, by.clock.today());
  if (cap?.compensatoryPercent.lessThan(input.ratePercent)) return 'rate_above_cap';
  return cap?.moratoryPercent.lessThan(input.lateRatePercent) ? 'late_rate_above_cap' : undefined;
}

function productOf(id: number, input: NewProduct): Product {
  return {
    ...input,
    id,
    ratePercent: new Decimal(input.ratePercent),
    lateRatePercent: new Decimal(input.lateRatePercent),
    insurancePercent: new Decimal(input.insurancePercent),
    windowSharePercent: new Decimal(input.windowSharePercent),
    active: true,
  };
}
