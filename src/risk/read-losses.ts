import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { addMonths, monthOf, yearOf, type IsoDate } from '../lending/dates';
import { groupLoss } from '../lending/expected-loss';
import type { Centimos } from '../lending/money';
import type { Stage } from '../lending/stages';
import {
  expectedLossRulesOn,
  type DefaultBucket,
  type ExpectedLossRules,
  type Security,
} from '../parameters/read-risk';
import { dimensionNames, type Names } from '../portfolio/store';
import { cutRows, workedOutOnce, type RiskBook } from './cuts';
import { historyRows, lossRows } from './loss-rows';

/** Loans that share everything that decides their expected loss. */
export interface LossPart {
  readonly stage: Stage;
  readonly bucket: DefaultBucket;
  readonly productId: number;
  readonly lineId: number;
  readonly loans: number;
  readonly exposure: Centimos;
  readonly loss: Centimos;
}

/** A probability of default and where it comes from. */
export interface Probability {
  readonly bucket: DefaultBucket;
  /** Loans a year before, and how many of them defaulted since. */
  readonly loans: number;
  readonly defaulted: number;
  readonly parameter: number;
  readonly used: number;
  readonly own: boolean;
}

export interface ExpectedLosses {
  readonly parts: readonly LossPart[];
  readonly probabilities: readonly Probability[];
  readonly rules: ExpectedLossRules;
  /** What the books hold by the norm of the SBS, by the last closed day; nothing where no day is closed. */
  readonly provisions:
    { readonly day: IsoDate; readonly of: (dimension: string, member: string) => Centimos } | undefined;
  readonly names: Names;
}

export async function readLosses(db: Knex, book: RiskBook): Promise<ExpectedLosses> {
  const rules = await expectedLossRulesOn(db, book.institutionId, book.asOf);
  const probabilities = await readProbabilities(db, book, rules);
  const used = new Map(probabilities.map((one) => [one.bucket, one.used]));
  const groups: GroupRow[] = await db
    .from(lossRows(db, book, rules.stages).as('c'))
    .groupBy(SHARED.map((name) => `c.${name}`))
    .select(SHARED.map((name) => `c.${name}`))
    .select(db.raw('count(*) as loans, sum(c.amount) as exposure'));
  const due = await principalDue(db, book, rules);
  return {
    parts: groups.map((row) => ({
      stage: Number(row.stage) as Stage,
      bucket: row.bucket,
      productId: row.product_id,
      lineId: row.line_id,
      loans: Number(row.loans),
      exposure: centimosOfSum(row.exposure),
      loss: groupLoss({
        stage: Number(row.stage) as Stage,
        defaultIn12Months: used.get(row.bucket) ?? 0,
        lossGivenDefault: rules.lossGivenDefault[row.security],
        effectivePercent: Number(row.rate),
        exposure: centimosOfSum(row.exposure),
        principalDue: due.get(keyOf(row)) ?? [],
      }),
    })),
    probabilities,
    rules,
    provisions: await provisionsBy(db, book),
    names: await dimensionNames(db, book.institutionId),
  };
}

const SHARED = ['stage', 'bucket', 'security', 'product_id', 'line_id', 'rate'] as const;

interface SharedRow {
  stage: string;
  bucket: DefaultBucket;
  security: Security;
  product_id: number;
  line_id: number;
  rate: string;
}

interface GroupRow extends SharedRow {
  loans: number | string;
  exposure: number | string;
}

function keyOf(row: SharedRow): string {
  return SHARED.map((name) => row[name]).join(' ');
}

/** Principal of each group by months ahead: what falls due up to a month from the day is the first. */
async function principalDue(db: Knex, book: RiskBook, { stages }: ExpectedLossRules): Promise<Map<string, Centimos[]>> {
  const rows: (SharedRow & { due: IsoDate; amount: number | string })[] = await db
    .from(workedOutOnce(lossRows(db, book, stages)).as('c'))
    .join(workedOutOnce(cutRows(db, book, 'maturing')).as('m'), 'm.loan_id', 'c.loan_id')
    .groupBy([...SHARED.map((name) => `c.${name}`), 'm.member'])
    .select(SHARED.map((name) => `c.${name}`))
    .select('m.member as due', db.raw('sum(m.amount) as amount'));
  const due = new Map<string, Centimos[]>();
  for (const row of rows) {
    const months = due.get(keyOf(row)) ?? [];
    due.set(keyOf(row), months);
    const index = monthsAhead(book.asOf, row.due) - 1;
    while (months.length <= index) months.push(0);
    months[index] = (months[index] ?? 0) + centimosOfSum(row.amount);
  }
  return due;
}

/** From 15 January: 20 January and 15 February are 1 month ahead, 16 February is 2. */
export function monthsAhead(from: IsoDate, to: IsoDate): number {
  const months = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from);
  return Math.max(1, to > addMonths(from, months) ? months + 1 : months);
}

async function readProbabilities(db: Knex, book: RiskBook, rules: ExpectedLossRules): Promise<Probability[]> {
  const rows: { bucket: DefaultBucket; loans: number | string; defaulted: number | string }[] = await db
    .from(historyRows(db, book, rules.stages).as('h'))
    .groupBy('h.bucket')
    .select('h.bucket')
    .select(db.raw('count(*) as loans, sum(h.defaulted) as defaulted'));
  return (['current', 'early', 'late', 'refinanced'] as const).map((bucket) => {
    const row = rows.find((one) => one.bucket === bucket);
    const loans = Number(row?.loans ?? 0);
    const defaulted = Number(row?.defaulted ?? 0);
    const parameter = rules.defaultIn12Months[bucket];
    const own = loans >= rules.historyLoans;
    return { bucket, loans, defaulted, parameter, used: own ? defaulted / loans : parameter, own };
  });
}

async function provisionsBy(
  db: Knex,
  { institutionId, currency, asOf }: RiskBook,
): Promise<ExpectedLosses['provisions']> {
  const last: { day?: IsoDate | null } | undefined = await db('portfolio_snapshot')
    .where({ institution_id: institutionId })
    .where('date', '<=', asOf)
    .max({ day: 'date' })
    .first();
  const day = last?.day ?? undefined;
  if (day === undefined) return undefined;
  const rows: { dimension: string; member: string; provision: number | string }[] = await db('portfolio_snapshot')
    .where({ institution_id: institutionId, date: day, currency })
    .whereIn('dimension', ['all', 'line', 'product'])
    .groupBy('dimension', 'member')
    .select('dimension', 'member', db.raw('sum(provision) as provision'));
  const amounts = new Map(rows.map((row) => [`${row.dimension} ${row.member}`, centimosOfSum(row.provision)]));
  return { day, of: (dimension, member) => amounts.get(`${dimension} ${member}`) ?? 0 };
}
