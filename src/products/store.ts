import type { Knex } from '../db/connect';
import { Decimal } from '../lending/decimal';
import type { Centimos } from '../lending/money';

export const PLANS = ['harvest', 'level', 'equal-principal', 'bullet'] as const;
export type ProductPlan = (typeof PLANS)[number];

export const PRODUCT_CREDIT_TYPES = ['microempresa', 'pequena_empresa'] as const;
export type ProductCreditType = (typeof PRODUCT_CREDIT_TYPES)[number];

/** The part of a product that the contract repeats. */
export interface LoanConditions {
  readonly currency: string;
  readonly plan: ProductPlan;
  /** TEA on 360 days. */
  readonly ratePercent: Decimal;
  readonly unpaidInterest: 'capitalise' | 'carry';
  /** Seguro de desgravamen, percent of the balance per 30 days; zero for none. */
  readonly insurancePercent: Decimal;
  readonly disbursementFee: Centimos;
  readonly instalmentFee: Centimos;
}

export interface Product extends LoanConditions {
  readonly id: number;
  readonly name: string;
  readonly creditType: ProductCreditType;
  readonly amountMin: Centimos;
  readonly amountMax: Centimos;
  readonly instalmentsMax: number;
  /** Yearly rate of late interest, on overdue principal. */
  readonly lateRatePercent: Decimal;
  /** The largest share of the net harvest of a window that an instalment may take. */
  readonly windowSharePercent: Decimal;
  readonly active: boolean;
}

export async function findProduct(db: Knex, institutionId: number, productId: number): Promise<Product | undefined> {
  const row = (await db('product').where({ institution_id: institutionId, id: productId }).first()) as
    ProductRow | undefined;
  return row && productOf(row);
}

/** What is offered to new applications, by name. */
export async function activeProducts(db: Knex, institutionId: number): Promise<Product[]> {
  return (await allProducts(db, institutionId)).filter((product) => product.active);
}

export async function allProducts(db: Knex, institutionId: number): Promise<Product[]> {
  const rows = (await db('product').where({ institution_id: institutionId }).orderBy('id')) as ProductRow[];
  return rows.map(productOf);
}

export async function insertProduct(
  trx: Knex.Transaction,
  institutionId: number,
  product: Product,
  createdAt: string,
): Promise<void> {
  await trx('product').insert({
    institution_id: institutionId,
    id: product.id,
    name: product.name,
    credit_type: product.creditType,
    currency: product.currency,
    plan: product.plan,
    amount_min: product.amountMin,
    amount_max: product.amountMax,
    instalments_max: product.instalmentsMax,
    rate_percent: product.ratePercent.toFixed(),
    late_rate_percent: product.lateRatePercent.toFixed(),
    unpaid_interest: product.unpaidInterest,
    insurance_percent: product.insurancePercent.toFixed(),
    disbursement_fee: product.disbursementFee,
    instalment_fee: product.instalmentFee,
    window_share_percent: product.windowSharePercent.toFixed(),
    active: product.active,
    created_at: createdAt,
  });
}

export async function updateActive(
  trx: Knex.Transaction,
  institutionId: number,
  productId: number,
  active: boolean,
): Promise<void> {
  await trx('product').where({ institution_id: institutionId, id: productId }).update({ active });
}

interface ProductRow {
  id: number;
  name: string;
  credit_type: ProductCreditType;
  currency: string;
  plan: ProductPlan;
  amount_min: Centimos;
  amount_max: Centimos;
  instalments_max: number;
  rate_percent: string;
  late_rate_percent: string;
  unpaid_interest: 'capitalise' | 'carry';
  insurance_percent: string;
  disbursement_fee: Centimos;
  instalment_fee: Centimos;
  window_share_percent: string;
  active: boolean | number;
}

function productOf(row: ProductRow): Product {
  return {
    id: row.id,
    name: row.name,
    creditType: row.credit_type,
    currency: row.currency,
    plan: row.plan,
    amountMin: row.amount_min,
    amountMax: row.amount_max,
    instalmentsMax: row.instalments_max,
    ratePercent: new Decimal(row.rate_percent),
    lateRatePercent: new Decimal(row.late_rate_percent),
    unpaidInterest: row.unpaid_interest,
    insurancePercent: new Decimal(row.insurance_percent),
    disbursementFee: row.disbursement_fee,
    instalmentFee: row.instalment_fee,
    windowSharePercent: new Decimal(row.window_share_percent),
    active: Boolean(row.active),
  };
}
