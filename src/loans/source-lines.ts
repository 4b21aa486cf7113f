import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import { Decimal } from '../lending/decimal';
import type { Centimos } from '../lending/money';
import { findLine, fundsOf, linesOfInstitution, type CreditLine } from '../lines/store';
import { ineligibility, inLineCurrency } from '../lines/use-line';
import { exchangeRateOn } from '../parameters/read-rates';

/** A line that may finance a loan, with what it has and what the loan would take, both in the line's currency. */
export interface SourceLine {
  readonly line: CreditLine;
  readonly available: Centimos;
  readonly needed: Centimos;
}

export interface LoanToFinance {
  readonly amount: Centimos;
  readonly currency: string;
  readonly date: IsoDate;
  readonly ubigeo: string;
  readonly productId: number;
}

/** The lines of the institution that finance such a loan on that day, those with enough money first. */
export async function sourceLines(db: Knex, institutionId: number, loan: LoanToFinance): Promise<SourceLine[]> {
  const found: SourceLine[] = [];
  for (const line of await linesOfInstitution(db, institutionId)) {
    if (await ineligibility(db, line, loan)) continue;
    const rate = line.currency === loan.currency ? '1' : await rateBetween(db, line, loan.currency, loan.date);
    if (rate === undefined) continue;
    found.push({ line, available: fundsOf(line).availableToLend, needed: inLineCurrency(loan.amount, rate) });
  }
  return found.toSorted((one, other) => Number(other.available >= other.needed) - Number(one.available >= one.needed));
}

/** Units of the loan's currency for one of the line's; nothing where both are the same, or the rate is not known. */
export async function exchangeRateFor(
  db: Knex,
  institutionId: number,
  lineId: number,
  currency: string,
  date: IsoDate,
): Promise<string | undefined> {
  const line = await findLine(db, institutionId, lineId);
  return line && line.currency !== currency ? rateBetween(db, line, currency, date) : undefined;
}

/** From the rate of the dollar: soles for a dollar, or the other way round with ten decimals. */
async function rateBetween(db: Knex, line: CreditLine, currency: string, date: IsoDate): Promise<string | undefined> {
  const solesPerDollar = await exchangeRateOn(db, line.institutionId, date);
  if (!solesPerDollar) return undefined;
  if (currency === 'PEN' && line.currency === 'USD') return solesPerDollar.toFixed();
  return new Decimal(1).dividedBy(solesPerDollar).toDecimalPlaces(10).toFixed();
}
