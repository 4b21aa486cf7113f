import { parseTerms } from '../contract/terms-json';
import type { Knex } from '../db/connect';
import { loansOfFarmer, type FarmerLoan } from '../farmers/credit-store';
import type { Farmer, Parcel } from '../farmers/rows';
import { findFarmer, parcelsOf } from '../farmers/store';
import { isRefusal } from '../lending/refusal';
import { quoteTerms, type Quote } from '../products/quote';
import { findProduct, type Product } from '../products/store';
import { staffNames } from './staff-names';
import { assess, type Assessment } from './assess';
import { parcelIdsOf, stepsOf, type Application, type Step } from './store';
import { tasksOf, type Tasks } from './tasks';

/** Expediente de crédito: everything that is known of an application, on one page. */
export interface CreditFile {
  readonly application: Application;
  readonly farmer: Farmer;
  readonly officer: string;
  readonly parcels: readonly Parcel[];
  readonly product: Product | undefined;
  /** Nothing while the request is missing. */
  readonly quote: Quote | undefined;
  /** Nothing while request or cash flow are missing. */
  readonly assessment: Assessment | undefined;
  readonly tasks: Tasks;
  readonly loans: readonly FarmerLoan[];
  readonly steps: readonly Step[];
}

export async function loadFile(db: Knex, application: Application): Promise<CreditFile> {
  const { institutionId, id, farmerId, officerId, productId, cashFlow } = application;
  const [farmer, allParcels, chosen, product, tasks, loans, steps, names] = await Promise.all([
    findFarmer(db, institutionId, farmerId),
    parcelsOf(db, institutionId, farmerId),
    parcelIdsOf(db, institutionId, id),
    productId === null ? undefined : findProduct(db, institutionId, productId),
    tasksOf(db, application),
    loansOfFarmer(db, institutionId, farmerId),
    stepsOf(db, institutionId, id),
    staffNames(db, institutionId, [officerId]),
  ]);
  if (!farmer) throw new Error(`application ${id} is nobody's`);
  const quote = await quoteOfApplication(db, application);
  return {
    application,
    farmer,
    officer: names.get(officerId) ?? '',
    parcels: allParcels.filter((parcel) => chosen.includes(parcel.id)),
    product,
    quote,
    assessment:
      quote && product && cashFlow
        ? assess(quote.terms, quote.schedule, cashFlow, product.windowSharePercent)
        : undefined,
    tasks,
    loans,
    steps,
  };
}

/** The quote of the stored contract. Only terms that have a schedule were stored, so a refusal is a bug. */
export async function quoteOfApplication(db: Knex, application: Application): Promise<Quote | undefined> {
  if (application.terms === null) return undefined;
  const terms = parseTerms(application.terms);
  if ('error' in terms) throw new Error(`application ${application.id}: ${terms.error.code} at ${terms.error.path}`);
  const quote = await quoteTerms(db, application.institutionId, terms);
  if (isRefusal(quote)) throw new Error(`application ${application.id}: ${quote.reason} at ${quote.path}`);
  return quote;
}
