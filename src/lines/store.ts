import type { Knex } from '../db/connect';
import type { Centimos } from '../lending/money';

/** A credit line of an investor to a lender. Amounts are in the line's currency. */
export interface CreditLine {
  readonly institutionId: number;
  readonly id: number;
  readonly investorId: number;
  readonly name: string;
  readonly currency: string;
  readonly commitment: Centimos;
  readonly ratePercent: string;
  readonly revolving: boolean;
  /** First and last day on which it may be drawn. */
  readonly availableFrom: string;
  readonly availableUntil: string;
  /** The day by which everything is back with the investor; no loan is made from the line after it. */
  readonly maturesOn: string;
  /** Balances that only grow: taken from and returned to the investor, lent to and recovered from farmers. */
  readonly drawn: Centimos;
  readonly repaid: Centimos;
  readonly lent: Centimos;
  readonly recovered: Centimos;
}

/** What a line's balances mean for who wants to draw or to lend. Amounts are in the line's currency. */
export interface Funds {
  readonly committed: Centimos;
  readonly drawn: Centimos;
  /** Owed to the investor: drawn and not repaid. */
  readonly outstanding: Centimos;
  /** With the farmers: lent and not recovered. */
  readonly lentOn: Centimos;
  /** What the commitment still allows; `leftToDraw` says whether there is time for it. */
  readonly availableToDraw: Centimos;
  /** Drawn money that is still in the lender's hands and may become a loan. */
  readonly availableToLend: Centimos;
  /** The used part of the commitment; over `committed` it is the utilisation. */
  readonly utilised: Centimos;
}

/**
 * The funds of a line. What a revolving line gets back can be used again; what another gets back cannot, so there the
 * commitment shrinks with each drawdown and drawn money is lent once. Money that went back to the investor is not lent.
 *
 * Commitment 1,000, drawn 600, repaid 200, lent 300, recovered 100: the lender owes 400 and has 200 with the farmers. A
 * revolving line has 600 to draw and 200 to lend; another has 400 to draw and 200 to lend (300 were never lent, but only
 * 200 are left after the repayment).
 */
export function fundsOf(line: CreditLine): Funds {
  const outstanding = line.drawn - line.repaid;
  const lentOn = line.lent - line.recovered;
  const inHand = outstanding - lentOn;
  const utilised = line.revolving ? outstanding : line.drawn;
  return {
    committed: line.commitment,
    drawn: line.drawn,
    outstanding,
    lentOn,
    availableToDraw: line.commitment - utilised,
    availableToLend: Math.max(0, line.revolving ? inHand : Math.min(inHand, line.drawn - line.lent)),
    utilised,
  };
}

/** What of the commitment can still be drawn from a day on: after the availability period it has lapsed. */
export function leftToDraw(line: CreditLine, day: string): Centimos {
  return day > line.availableUntil ? 0 : fundsOf(line).availableToDraw;
}

export async function findLine(db: Knex, institutionId: number, lineId: number): Promise<CreditLine | undefined> {
  const row: LineRow | undefined = await db('credit_line').where({ institution_id: institutionId, id: lineId }).first();
  return row && lineOf(row);
}

/**
 * The line, locked until the transaction ends, so that two who want its last money take turns. Lock the application or
 * the loan before it, and post journals after it: everybody in the same order cannot wait for each other.
 */
export async function lockLine(
  trx: Knex.Transaction,
  institutionId: number,
  lineId: number,
): Promise<CreditLine | undefined> {
  const row: LineRow | undefined = await trx('credit_line')
    .where({ institution_id: institutionId, id: lineId })
    .forUpdate()
    .first();
  return row && lineOf(row);
}

/** The lines of an institution, newest last. */
export async function linesOfInstitution(db: Knex, institutionId: number): Promise<CreditLine[]> {
  const rows: LineRow[] = await db('credit_line').where({ institution_id: institutionId }).orderBy('id');
  return rows.map(lineOf);
}

/** Department codes, `10`, where the farmers of the line must live. */
export async function regionsOfLine(db: Knex, institutionId: number, lineId: number): Promise<string[]> {
  const rows: { department_code: string }[] = await db('credit_line_region')
    .where({ institution_id: institutionId, line_id: lineId })
    .orderBy('department_code')
    .select('department_code');
  return rows.map((row) => row.department_code);
}

/** The products that the line finances; none means all of them. */
export async function productsOfLine(db: Knex, institutionId: number, lineId: number): Promise<number[]> {
  const rows: { product_id: number }[] = await db('credit_line_product')
    .where({ institution_id: institutionId, line_id: lineId })
    .orderBy('product_id')
    .select('product_id');
  return rows.map((row) => row.product_id);
}

/** Sets new balances; the caller holds the lock. */
export async function updateBalances(
  trx: Knex.Transaction,
  line: CreditLine,
  balances: Partial<Pick<CreditLine, 'drawn' | 'repaid' | 'lent' | 'recovered'>>,
): Promise<void> {
  await trx('credit_line').where({ institution_id: line.institutionId, id: line.id }).update(balances);
}

/** Adds to what came back to a line; false where that would be less than nothing or more than was lent. */
export async function addRecovered(
  trx: Knex.Transaction,
  institutionId: number,
  lineId: number,
  amount: Centimos,
): Promise<boolean> {
  const rows: number = await trx('credit_line')
    .where({ institution_id: institutionId, id: lineId })
    .whereRaw('recovered + ? between 0 and lent', [amount])
    .update({ recovered: trx.raw('recovered + ?', [amount]) });
  return rows === 1;
}

export interface LineRow {
  institution_id: number;
  id: number;
  investor_id: number;
  name: string;
  currency: string;
  commitment: Centimos;
  rate_percent: string;
  revolving: boolean | number;
  available_from: string;
  available_until: string;
  matures_on: string;
  drawn: Centimos;
  repaid: Centimos;
  lent: Centimos;
  recovered: Centimos;
}

export function lineOf(row: LineRow): CreditLine {
  return {
    institutionId: row.institution_id,
    id: row.id,
    investorId: row.investor_id,
    name: row.name,
    currency: row.currency,
    commitment: row.commitment,
    ratePercent: row.rate_percent,
    revolving: Boolean(row.revolving),
    availableFrom: row.available_from,
    availableUntil: row.available_until,
    maturesOn: row.matures_on,
    drawn: row.drawn,
    repaid: row.repaid,
    lent: row.lent,
    recovered: row.recovered,
  };
}
