import { measuresOn, type MeasureOf } from '../covenants/measure-store';
import { covenantsOf, testsOf, waiversOf, type Covenant, type Test, type Waiver } from '../covenants/store';
import type { Knex } from '../db/connect';
import { addDays, type IsoDate } from '../lending/dates';
import type { CreditLine } from '../lines/store';
import { lineReportRuleOn, type LineReportRule } from '../parameters/read-risk';
import { fundsOn } from './funds';
import { frozenFigures, type LineFigures } from './frozen';
import { groupsBy, LINE_CUTS, type LineGroup } from './groups';
import { loansAsBooked } from './loans-on-day';
import { provisionsOn } from './provisions';
import type { Quarter } from './quarters';

/** A covenant of the line with its last test in or before the quarter; without a test, the measure of today. */
export interface ReportedCovenant {
  readonly covenant: Covenant;
  readonly tests: readonly Test[];
  readonly waivers: readonly Waiver[];
}

export interface LineReport {
  readonly line: CreditLine;
  readonly quarter: Quarter;
  readonly rule: LineReportRule;
  readonly figures: LineFigures;
  /** At the end of the quarter before: what moved since is the difference. */
  readonly before: LineFigures;
  readonly covenants: readonly ReportedCovenant[];
  /** Of a quarter that has not ended. */
  readonly measureOf: MeasureOf | undefined;
}

/** The report of a quarter, as it was frozen at its end; of one that has not ended, as the books say today. */
export async function readReport(db: Knex, line: CreditLine, quarter: Quarter, today: IsoDate): Promise<LineReport> {
  const date = quarter.to < today ? quarter.to : today;
  const { institutionId, id: lineId } = line;
  const rule = await lineReportRuleOn(db, institutionId, date);
  const covenants = await covenantsOf(db, institutionId, lineId);
  const ids = covenants.map(({ id }) => id);
  const tests = (await testsOf(db, institutionId, ids)).filter((test) => test.date <= date);
  const waivers = await waiversOf(db, institutionId, ids);
  const figures = await figuresOn(db, line, date, rule, today);
  return {
    line,
    quarter,
    rule,
    figures,
    before: await figuresOn(db, line, addDays(quarter.from, -1), rule, today),
    covenants: covenants.map((covenant) => ({
      covenant,
      tests: tests.filter(({ covenantId }) => covenantId === covenant.id),
      waivers: waivers.filter(({ covenantId }) => covenantId === covenant.id),
    })),
    measureOf: date === today ? await measuresOn(db, { institutionId, lineId, asOf: today, today }) : undefined,
  };
}

async function figuresOn(
  db: Knex,
  { institutionId, id: lineId }: CreditLine,
  date: IsoDate,
  ages: LineReportRule,
  today: IsoDate,
): Promise<LineFigures> {
  const frozen = await frozenFigures(db, institutionId, lineId, date);
  if (frozen) return frozen;
  const loans = loansAsBooked(db, { institutionId, date, lineId, ages }, today);
  const groups: LineGroup[] = [];
  for (const cut of LINE_CUTS) groups.push(...(await groupsBy(db, institutionId, loans, cut)));
  const provisions = await provisionsOn(db, institutionId, date, loans);
  const funds = (await fundsOn(db, { institutionId, date, lineId }, loans))(lineId);
  return { date, frozen: false, groups, funds, provision: provisions && (provisions.get(lineId) ?? 0) };
}
