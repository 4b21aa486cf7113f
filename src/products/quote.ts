import type { Knex } from '../db/connect';
import { debtPeak, type DebtPeak } from '../lending/debt-peak';
import { hojaResumen, type HojaResumen } from '../lending/hoja-resumen';
import { itf } from '../lending/itf';
import type { Centimos } from '../lending/money';
import { isRefusal, type Refusal } from '../lending/refusal';
import { schedule } from '../lending/schedule';
import type { Schedule } from '../lending/schedule-rows';
import type { Terms } from '../lending/terms';
import { itfOn } from '../parameters/read-rates';
import type { LoanConditions, Product } from './store';
import { termsOf, type LoanRequest } from './terms-of';

/** What a client is told before a contract: its terms, schedule and the figures of the hoja resumen. */
export interface Quote {
  readonly terms: Terms;
  readonly schedule: Schedule;
  readonly summary: HojaResumen;
  readonly peak: DebtPeak;
  /** The tax on the disbursement and on all instalments; it is no part of the TCEA. */
  readonly itf: { readonly disbursement: Centimos; readonly instalments: Centimos } | undefined;
}

/** Reckons a request. Refuses what the lending core refuses, with its reason and path. */
export async function quoteOf(
  db: Knex,
  institutionId: number,
  conditions: LoanConditions,
  request: LoanRequest,
): Promise<Quote | Refusal> {
  const terms = termsOf(conditions, request);
  if (isRefusal(terms)) return terms;
  return quoteTerms(db, institutionId, terms);
}

/** The same for a contract that is already written. */
export async function quoteTerms(db: Knex, institutionId: number, terms: Terms): Promise<Quote | Refusal> {
  const planned = schedule(terms);
  if (isRefusal(planned)) return planned;
  const summary = hojaResumen(terms, planned);
  const itfPercent = await itfOn(db, institutionId, terms.disbursements[0]?.date ?? '');
  return {
    terms,
    schedule: planned,
    summary,
    peak: debtPeak(planned),
    itf: itfPercent && {
      disbursement: itf(summary.received, itfPercent),
      instalments: planned.instalments.reduce((sum, row) => sum + itf(row.total, itfPercent), 0),
    },
  };
}

export type ProductLimit = 'amount_outside_product' | 'too_many_instalments_for_product';

/** What the product itself does not allow: amounts outside its range, and more instalments than it has. */
export function productLimit(product: Product, { summary }: Quote): ProductLimit | undefined {
  if (summary.amount < product.amountMin || summary.amount > product.amountMax) return 'amount_outside_product';
  return summary.instalmentCount > product.instalmentsMax ? 'too_many_instalments_for_product' : undefined;
}
