import type { NewProduct } from '../../src/products/create-product';
import { createProduct } from '../../src/products/create-product';
import type { Institution, World } from '../support/world';
import { setParameter } from '../../src/parameters/set-parameter';

/** A harvest loan as most tests want it; change what the test is about. */
export function harvestProduct(change: Partial<NewProduct> = {}): NewProduct {
  return {
    commandId: `product-${change.name ?? 'Cacao campaña'}`,
    name: 'Cacao campaña',
    creditType: 'microempresa',
    currency: 'PEN',
    plan: 'harvest',
    amountMin: 50_000,
    amountMax: 3_000_000,
    instalmentsMax: 12,
    ratePercent: '24.5',
    lateRatePercent: '16.5',
    unpaidInterest: 'carry',
    insurancePercent: '0.1',
    windowSharePercent: '50',
    disbursementFee: 0,
    instalmentFee: 0,
    ...change,
  };
}

/** Adds a product and gives its number; the test stops where it is refused. */
export async function offered(world: World, institution: Institution, product: NewProduct): Promise<number> {
  const created = await createProduct(world.db, institution.by('ana'), product);
  if (created.type === 'refused') throw new Error(created.reason);
  return created.productId;
}

/** The cap that nobody has published yet, as an administrator would enter it. */
export async function enterCap(world: World, institution: Institution, compensatory = '112.00'): Promise<void> {
  await setParameter(world.db, institution.by('ana'), {
    commandId: `cap-${institution.code}`,
    name: 'rate-cap.PEN',
    validFrom: '2026-11-01',
    validTo: '2027-04-30',
    figures: { compensatory, moratory: '16.80' },
    source: 'Prueba',
    status: 'entered',
  });
}
