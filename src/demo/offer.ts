import { createProduct, type NewProduct } from '../products/create-product';
import { clockAt } from './agenda';
import { accepted, type Lender, type Stage } from './stage';

/** The kinds of loan that every lender of the demo makes. */
export type Offered = 'harvest' | 'planting' | 'campaign' | 'equipment';

/** The number of each product at a lender. */
export type Offer = Readonly<Record<Offered, number>>;

type Conditions = Omit<NewProduct, 'commandId'>;

const COMMON = {
  currency: 'PEN',
  lateRatePercent: '14.5',
  insurancePercent: '0.08',
  windowSharePercent: '70',
} as const;

const PRODUCTS: Readonly<Record<Offered, Conditions>> = {
  harvest: {
    ...COMMON,
    name: 'Cacao en producción',
    creditType: 'microempresa',
    plan: 'harvest',
    amountMin: 1_500_00,
    amountMax: 60_000_00,
    instalmentsMax: 9,
    ratePercent: '27.5',
    unpaidInterest: 'capitalise',
    disbursementFee: 0,
    instalmentFee: 0,
  },
  planting: {
    ...COMMON,
    name: 'Siembra y renovación',
    creditType: 'pequena_empresa',
    plan: 'harvest',
    amountMin: 4_000_00,
    amountMax: 90_000_00,
    instalmentsMax: 24,
    ratePercent: '21.9',
    unpaidInterest: 'capitalise',
    disbursementFee: 40_00,
    instalmentFee: 0,
  },
  campaign: {
    ...COMMON,
    name: 'Campaña, pago único',
    creditType: 'microempresa',
    plan: 'bullet',
    amountMin: 1_000_00,
    amountMax: 15_000_00,
    instalmentsMax: 1,
    ratePercent: '32',
    unpaidInterest: 'carry',
    disbursementFee: 15_00,
    instalmentFee: 0,
  },
  equipment: {
    ...COMMON,
    name: 'Equipos y secadores',
    creditType: 'microempresa',
    plan: 'level',
    amountMin: 1_000_00,
    amountMax: 30_000_00,
    instalmentsMax: 24,
    ratePercent: '34.5',
    unpaidInterest: 'capitalise',
    disbursementFee: 0,
    instalmentFee: 2_50,
  },
};

/** Puts the products of a lender on offer, which its administrator does. */
export async function offerProducts(stage: Stage, lender: Lender): Promise<Offer> {
  const by = stage.as(lender.having('administrator')[0], clockAt(stage.firstDay, 11 * 60));
  const offer: Partial<Record<Offered, number>> = {};
  for (const [kind, conditions] of Object.entries(PRODUCTS) as [Offered, Conditions][]) {
    const answer = await createProduct(stage.trx, by, { ...conditions, commandId: stage.commandId() });
    offer[kind] = accepted(answer).productId;
  }
  return offer as Offer;
}
