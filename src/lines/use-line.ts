import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import { Decimal } from '../lending/decimal';
import { roundCentimos, type Centimos } from '../lending/money';
import {
  addRecovered,
  fundsOf,
  lockLine,
  productsOfLine,
  regionsOfLine,
  updateBalances,
  type CreditLine,
} from './store';

export interface LoanFromLine {
  readonly lineId: number;
  /** What the farmer gets, in the currency of the loan. */
  readonly amount: Centimos;
  readonly currency: string;
  /** Units of the loan's currency for one of the line's, `3.75`; not looked at when both are the same. */
  readonly exchangeRate?: string | undefined;
  /** The day of the disbursement. */
  readonly date: string;
  /** Where the farmer lives. */
  readonly ubigeo: string;
  readonly productId: number;
}

export type LineRefusal =
  | 'line_unknown'
  | 'line_not_available'
  | 'region_not_eligible'
  | 'product_not_eligible'
  | 'currency_needs_exchange_rate'
  | 'line_exceeded';

export type LentFromLine =
  | { readonly type: 'done'; readonly lineAmount: Centimos; readonly exchangeRate: string }
  | { readonly type: 'refused'; readonly reason: LineRefusal };

/**
 * Takes a loan out of the line of the actor's institution, in the transaction of its disbursement, which records the
 * deed and posts the journal. `lineAmount` is the loan in the line's currency, rounded half-even: 8,000.00 soles at 3.75
 * are 2,133.33 dollars. Refuses a line that is unknown, matured or not yet open, a farmer or product that it does not
 * finance, another currency without a rate, and anything beyond what is drawn and not yet lent.
 */
export async function lendFromLine(trx: Knex.Transaction, by: By, loan: LoanFromLine): Promise<LentFromLine> {
  const line = await lockLine(trx, by.actor.institutionId, loan.lineId);
  if (!line) return { type: 'refused', reason: 'line_unknown' };
  const reason = await ineligibility(trx, line, loan);
  if (reason) return { type: 'refused', reason };
  const exchangeRate = loan.currency === line.currency ? '1' : loan.exchangeRate;
  if (exchangeRate === undefined) return { type: 'refused', reason: 'currency_needs_exchange_rate' };
  const lineAmount = inLineCurrency(loan.amount, exchangeRate);
  if (lineAmount > fundsOf(line).availableToLend) return { type: 'refused', reason: 'line_exceeded' };
  await updateBalances(trx, line, { lent: line.lent + lineAmount });
  return { type: 'done', lineAmount, exchangeRate };
}

export interface RecoveryForLine {
  readonly lineId: number;
  /** Principal that came back, in the line's currency; negative when a payment is reversed. */
  readonly amount: Centimos;
}

/**
 * Gives principal that a farmer repaid back to the line, in the transaction of the payment; the payment's deed tells of
 * it. The amount is the difference of `recoveredInLineCurrency` after and before. More than was lent, or less than
 * nothing, would be a bug of the caller and throws.
 */
export async function recoverToLine(trx: Knex.Transaction, by: By, { lineId, amount }: RecoveryForLine): Promise<void> {
  if (amount === 0) return;
  const isAdded = await addRecovered(trx, by.actor.institutionId, lineId, amount);
  if (!isAdded) throw new Error(`line ${lineId} cannot have recovered ${amount} more`);
}

/** An amount of another currency in the line's, half-even: 800,000 at 3.75 is 213,333. */
export function inLineCurrency(amount: Centimos, exchangeRate: string): Centimos {
  return roundCentimos(new Decimal(amount).dividedBy(exchangeRate), 'half-even');
}

/**
 * What all the principal repaid so far is worth in the line's currency, half-even. Cumulative, so that the rounding of
 * single payments does not add up: of a loan of 8,000.00 soles that took 2,133.33 dollars, 1,000.00 repaid are 266.67
 * and 8,000.00 repaid are 2,133.33 again, in however many payments. Where interest has joined the principal, more may be
 * repaid than was lent: what the line lent comes first, and the rest is the lender's.
 */
export function recoveredInLineCurrency(
  principalRepaid: Centimos,
  principal: Centimos,
  lineAmount: Centimos,
): Centimos {
  const ofTheLine = Math.min(principalRepaid, principal);
  return roundCentimos(new Decimal(lineAmount).times(ofTheLine).dividedBy(principal), 'half-even');
}

/** Why a line may not finance such a loan on its day, whatever money it has; nothing where it may. */
export async function ineligibility(
  db: Knex,
  line: CreditLine,
  loan: Pick<LoanFromLine, 'date' | 'ubigeo' | 'productId'>,
): Promise<LineRefusal | undefined> {
  if (loan.date < line.availableFrom || loan.date > line.maturesOn) return 'line_not_available';
  const regions = await regionsOfLine(db, line.institutionId, line.id);
  if (!regions.includes(loan.ubigeo.slice(0, 2))) return 'region_not_eligible';
  const products = await productsOfLine(db, line.institutionId, line.id);
  if (products.length > 0 && !products.includes(loan.productId)) return 'product_not_eligible';
  return undefined;
}
