import { allInvestors } from '../alliance/store';
import { addMonths } from '../lending/dates';
import { openLine } from '../lines/open-line';
import { LINES, type LineScript } from './alliance-script';
import { clockAt } from './agenda';
import { promiseOf } from './covenants';
import { accepted, type Lender, type Stage } from './stage';

/** A line as the program knows it. */
export interface Line {
  readonly id: number;
  readonly lender: Lender;
  readonly script: LineScript;
}

const MONTHS_TO_DRAW = 48;
const MONTHS_TO_MATURITY = 84;

/** The facilitator opens the lines of a lender: together with those of the others US$ 40,000,000. */
export async function openLines(stage: Stage, lender: Lender): Promise<Line[]> {
  const { trx, facilitator, firstDay } = stage;
  const by = stage.as(facilitator.having('facilitator')[0], clockAt(firstDay, 12 * 60));
  const investors = await allInvestors(trx);
  const lines: Line[] = [];
  for (const script of LINES.filter((line) => line.lender === lender.code)) {
    const investor = investors.find(({ name }) => name === script.investor);
    if (!investor) throw new Error(`${script.name} has no investor`);
    const opened = await openLine(trx, by, {
      commandId: stage.commandId(),
      institutionId: lender.institutionId,
      investor: { id: investor.id },
      name: script.name,
      currency: 'USD',
      commitment: script.commitmentUsd * 100,
      ratePercent: script.ratePercent,
      revolving: script.revolving,
      availableFrom: firstDay,
      availableUntil: addMonths(firstDay, MONTHS_TO_DRAW),
      maturesOn: addMonths(firstDay, MONTHS_TO_MATURITY),
      regions: script.regions,
      products: [],
    });
    const { lineId } = accepted(opened);
    await promiseOf(stage, by, { institutionId: lender.institutionId, lineId, regions: script.regions });
    lines.push({ id: lineId, lender, script });
  }
  return lines;
}
