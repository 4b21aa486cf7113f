import type { Knex } from '../db/connect';
import { addMonths, type IsoDate } from '../lending/dates';
import { frozenBalances } from '../line-reports/frozen';
import { fundsOn } from '../line-reports/funds';
import { groupsBy, type LineGroup } from '../line-reports/groups';
import { loansAsBooked, loansAsKnown, type LinesOnDay } from '../line-reports/loans-on-day';
import { provisionsOn } from '../line-reports/provisions';
import { lineReportRuleOn } from '../parameters/read-risk';
import type { Covenant, Measure } from './store';

/** The measures of every line of an institution on a day. */
export interface LineMeasures {
  readonly institutionId: number;
  readonly asOf: IsoDate;
  /** Only this line's, for its page. */
  readonly lineId?: number;
  /** Left out while the day is being closed: then the loans are those that were known at its end. */
  readonly today?: IsoDate;
}

export type MeasureOf = (lineId: number, formula: Covenant['formula']) => Measure;

/** By line and formula; a handful of statements for all lines of the institution. */
export async function measuresOn(db: Knex, measured: LineMeasures): Promise<MeasureOf> {
  const { institutionId, asOf, today } = measured;
  const ages = await lineReportRuleOn(db, institutionId, asOf);
  const day = {
    institutionId,
    date: asOf,
    ages,
    ...(measured.lineId !== undefined && { lineId: measured.lineId }),
  };
  const loans = today === undefined ? loansAsKnown(db, day) : loansAsBooked(db, day, today);
  const all = new Map((await groupsBy(db, institutionId, loans, 'all')).map((group) => [group.lineId, group]));
  const departments = await groupsBy(db, institutionId, loans, 'department');
  const provisions = await provisionsOn(db, institutionId, asOf, loans);
  const fundsOf = await fundsOn(db, day, loans);
  const before = await balancesBefore(db, day, today ?? asOf);
  const limits = await limitsOf(db, institutionId);
  return (lineId, formula) => {
    const group = all.get(lineId);
    const funds = fundsOf(lineId);
    const limit = limits.get(lineId);
    if (formula === 'utilisation') {
      const part = limit?.revolving ? funds.drawn - funds.repaid : funds.drawn;
      return { part, whole: limit?.commitment ?? 0 };
    }
    if (formula === 'write-offs') {
      const whole = Math.round(((before.get(lineId) ?? 0) + (group?.principal ?? 0)) / 2);
      return { part: funds.writtenOff12Months, whole };
    }
    if (!group) return NOTHING;
    return ofLoans(formula, group, departments, provisions?.get(lineId) ?? (provisions && 0));
  };
}

const NOTHING: Measure = { part: 0, whole: 0 };

type FormulaOfLoans = Exclude<Covenant['formula'], 'utilisation' | 'write-offs'>;

/**
 * What the loans of a line alone decide. Of 1,000 lent, 100 more than 30 days late and 50 refinanced on time, with
 * provisions of 90: PAR 30 10 %, with the refinanced 15 %, covered at 90 %, uncovered 150 − 90 = 6 %.
 */
function ofLoans(
  formula: FormulaOfLoans,
  group: LineGroup,
  departments: readonly LineGroup[],
  provision: number | undefined,
): Measure {
  const whole = group.principal;
  if (formula === 'par-30') return { part: group.late30, whole };
  if (formula === 'par-30-refinanced') return { part: group.late30OrRefinanced, whole };
  if (formula === 'largest-department') {
    const own = departments.filter(({ lineId }) => lineId === group.lineId);
    return { part: Math.max(0, ...own.map(({ principal }) => principal)), whole };
  }
  if (provision === undefined) return NOTHING;
  if (formula === 'risk-coverage') return { part: provision, whole: group.late30 };
  return { part: group.late30OrRefinanced - provision, whole };
}

/** With the farmers a year before: as it was frozen at that month's end, or else by value date. */
async function balancesBefore(db: Knex, day: LinesOnDay, today: IsoDate): Promise<ReadonlyMap<number, number>> {
  const date = addMonths(day.date, -12);
  const frozen = await frozenBalances(db, day.institutionId, date);
  if (frozen) return frozen;
  const then = await groupsBy(db, day.institutionId, loansAsBooked(db, { ...day, date }, today), 'all');
  return new Map(then.map(({ lineId, principal }) => [lineId, principal]));
}

async function limitsOf(db: Knex, institutionId: number) {
  const rows: { id: number; commitment: number; revolving: boolean | number }[] = await db('credit_line')
    .where({ institution_id: institutionId })
    .select('id', 'commitment', 'revolving');
  return new Map(rows.map(({ id, commitment, revolving }) => [id, { commitment, revolving: Boolean(revolving) }]));
}
