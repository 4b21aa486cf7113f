import type { Knex } from '../db/connect';
import { isRefusal } from '../lending/refusal';
import { capRefusal } from '../products/check-rate-cap';
import { productLimit, quoteOf, type Quote } from '../products/quote';
import { capWords, limitWords, refusedQuote } from '../products/quote-words';
import { readRequest, type TypedRequest } from '../products/read-request';
import type { LoanConditions, Product, ProductPlan } from '../products/store';
import { errorsByField } from '../web/form';
import type { Translate } from '../web/locale';
import { conditionsOf, freeConditions } from './form';

export type Simulation =
  | {
      readonly type: 'simulated';
      readonly quote: Quote;
      /** Why the loan could not be made today although it can be reckoned. */
      readonly capMessage: string | undefined;
    }
  | { readonly type: 'faulty'; readonly errors: Readonly<Record<string, string>> };

export interface Subject {
  readonly plan: ProductPlan;
  /** Left out for conditions that are typed. */
  readonly product?: Product;
}

/** Reckons what was typed; every fault of the fields is told at once. */
export async function simulate(
  db: Knex,
  institutionId: number,
  { plan, product }: Subject,
  typed: TypedRequest & Readonly<Record<string, string | undefined>>,
  t: Translate,
): Promise<Simulation> {
  const conditions = product ?? readConditions(plan, typed, t);
  const read = await readRequest(db, institutionId, plan, typed, t);
  if ('errors' in conditions || read.type === 'faulty') {
    const errors = { ...('errors' in conditions && conditions.errors), ...(read.type === 'faulty' && read.errors) };
    return { type: 'faulty', errors };
  }

  const quote = await quoteOf(db, institutionId, conditions, read.request);
  if (isRefusal(quote)) return faulty(refusedQuote(quote, plan, read.request.disburseOn, t));
  const limit = product && productLimit(product, quote);
  if (limit) return faulty(limitWords(limit, product, t));

  const { disburseOn } = read.request;
  const cap = await capRefusal(db, institutionId, quote.terms, product?.lateRatePercent, disburseOn);
  return { type: 'simulated', quote, capMessage: cap && capWords(cap, disburseOn, t) };
}

function readConditions(
  plan: ProductPlan,
  typed: Readonly<Record<string, string | undefined>>,
  t: Translate,
): LoanConditions | { readonly errors: Readonly<Record<string, string>> } {
  const parsed = freeConditions.safeParse(typed);
  return parsed.success ? conditionsOf(plan, parsed.data) : { errors: errorsByField(parsed.error, t) };
}

function faulty({ field, message }: { field: string; message: string }): Simulation {
  return { type: 'faulty', errors: { [field]: message } };
}
