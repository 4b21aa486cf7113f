import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { Decimal, ZERO } from '../lending/decimal';
import { roundCentimos, type Centimos } from '../lending/money';
import { allianceTargetsOn, type AllianceTargets } from '../parameters/read-policy';
import { exchangeRateOn } from '../parameters/read-rates';
import { letters } from './store';

/** How far the alliance has come, over all lenders; what it set out to reach is a dated parameter of the facilitator. */
export interface Progress {
  readonly targets: AllianceTargets | undefined;
  /** With a letter of intention that stands. */
  readonly organisations: number;
  /** Of the letters that stand. */
  readonly hectares: Decimal;
  /** People who ever got a loan, each once, also where two lenders know the same document. */
  readonly farmers: number;
  /** Commitments of all credit lines in dollars; nothing where a rate is needed and none is registered. */
  readonly investmentUsd: Centimos | undefined;
  /** Soles for a dollar that the commitments in soles were reckoned at. */
  readonly exchangeRate: Decimal | undefined;
}

export async function allianceProgress(db: Knex, facilitatorId: number, today: string): Promise<Progress> {
  const standing = (await letters(db)).filter((letter) => letter.withdrawnOn === null);
  const commitments = await commitmentByCurrency(db);
  const exchangeRate = await exchangeRateOn(db, facilitatorId, today);
  return {
    targets: await allianceTargetsOn(db, facilitatorId, today),
    organisations: new Set(standing.map((letter) => letter.partnerOrganisationId)).size,
    hectares: standing.reduce((sum, letter) => sum.plus(letter.hectares), ZERO),
    farmers: await countFinancedFarmers(db),
    investmentUsd: inDollars(commitments, exchangeRate),
    exchangeRate,
  };
}

/**
 * Commitments in dollars, each currency rounded half-even: US$ 1,000,000.00 and S/ 3,400,000.00 at 3.40 are
 * US$ 2,000,000.00. Nothing without a rate, unless all of it is in dollars already.
 */
export function inDollars(
  commitments: ReadonlyMap<string, Centimos>,
  solesPerDollar: Decimal | undefined,
): Centimos | undefined {
  let dollars = 0;
  for (const [currency, commitment] of commitments) {
    if (currency === 'USD') dollars += commitment;
    else if (solesPerDollar === undefined) return undefined;
    else dollars += roundCentimos(new Decimal(commitment).dividedBy(solesPerDollar), 'half-even');
  }
  return dollars;
}

async function commitmentByCurrency(db: Knex): Promise<Map<string, Centimos>> {
  const rows: { currency: string; commitment: number | string }[] = await db('credit_line')
    .groupBy('currency')
    .select('currency', db.raw('sum(commitment) as commitment'));
  return new Map(rows.map((row) => [row.currency, centimosOfSum(row.commitment)]));
}

async function countFinancedFarmers(db: Knex): Promise<number> {
  const row: { farmers: number | string } | undefined = await db('loan as l')
    .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
    .first(db.raw(`count(distinct f.document_kind || ' ' || f.document_number) as farmers`));
  return Number(row?.farmers ?? 0);
}
