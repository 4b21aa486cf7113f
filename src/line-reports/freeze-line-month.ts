import type { Knex } from '../db/connect';
import { monthEnd, type IsoDate } from '../lending/dates';
import { lineReportRuleOn } from '../parameters/read-risk';
import { fundsOn, type LineFunds } from './funds';
import { groupsBy, LINE_CUTS, type LineGroup } from './groups';
import { loansAsKnown } from './loans-on-day';
import { provisionsOn } from './provisions';

const LOANS = 'closing_line_loan';

/**
 * At the end of a month keeps what the reports of the lines tell of it, as it was known that day: a quarter is told again
 * with the same figures whatever is booked later. On other days there is nothing to do. Part of the close of the day.
 */
export async function freezeLineMonth(trx: Knex.Transaction, institutionId: number, date: IsoDate): Promise<void> {
  if (date !== monthEnd(date)) return;
  const ages = await lineReportRuleOn(trx, institutionId, date);
  const loans = loansAsKnown(trx, { institutionId, date, ages });
  await trx.raw('drop table if exists ??', [LOANS]);
  await trx.raw(`create temporary table ${LOANS} as ${loans.toQuery()}`);
  const groups: LineGroup[] = [];
  for (const cut of LINE_CUTS) groups.push(...(await groupsBy(trx, institutionId, LOANS, cut)));
  const provisions = await provisionsOn(trx, institutionId, date, LOANS);
  const fundsOf = await fundsOn(trx, { institutionId, date }, LOANS);
  await trx.raw('drop table ??', [LOANS]);
  const lines: { id: number }[] = await trx('credit_line').where({ institution_id: institutionId }).select('id');

  const key = { institution_id: institutionId, date };
  await trx.batchInsert(
    'line_month',
    groups.map((group) => ({ ...key, ...groupRow(group) })),
    50,
  );
  await trx.batchInsert(
    'line_month_funds',
    lines.map(({ id }) => ({ ...key, line_id: id, ...fundsRow(fundsOf(id)), provision: provisions?.get(id) ?? 0 })),
    50,
  );
}

function groupRow(group: LineGroup) {
  return {
    line_id: group.lineId,
    cut: group.cut,
    member: group.member,
    loans: group.loans,
    farmers: group.farmers,
    women: group.women,
    young: group.young,
    square_metres: group.squareMetres,
    principal: group.principal,
    late_1: group.late1,
    late_30: group.late30,
    late_90: group.late90,
    refinanced: group.refinanced,
    late_30_or_refinanced: group.late30OrRefinanced,
  };
}

function fundsRow(funds: LineFunds) {
  return {
    drawn: funds.drawn,
    repaid: funds.repaid,
    lent: funds.lent,
    recovered: funds.recovered,
    written_off: funds.writtenOff,
    written_off_12_months: funds.writtenOff12Months,
  };
}
