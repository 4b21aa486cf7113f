import { counts } from './notes-on-loans';
import { accepted, book, refused, sum, type Input, type LenderModel, type Notes } from './notebook';
import type { StagedLine } from './stage';
import type { Asked, Outcome } from './use-cases';

export interface LineModel extends StagedLine {
  readonly movements: Map<number, LineMovementModel>;
  lent: number;
}

export interface LineMovementModel {
  /** Above zero what was drawn, below what was given back. */
  readonly amount: number;
  readonly day: string;
  readonly who: string;
  reversed: boolean;
}

/** What investors lend to the lender. */
export const NOTES_ON_LINES = {
  'draw-down': {
    expects: (lender, { day }, { amount, valueDate, ...input }) => {
      const line = lender.lines.get(input.lineId);
      if (!line) return refused('line_unknown');
      if (valueDate > day) return refused('date_in_future');
      if (valueDate < line.availableFrom || valueDate > line.availableUntil) return refused('outside_availability');
      return canMove(line, amount, valueDate) ? accepted : refused('commitment_exceeded');
    },
    learns: (lender, asked, input, outcome) => move(lender, asked, input, outcome, input.amount),
  },
  'repay-line': {
    expects: (lender, { day }, { amount, valueDate, ...input }) => {
      const line = lender.lines.get(input.lineId);
      if (!line) return refused('line_unknown');
      if (valueDate > day) return refused('date_in_future');
      return canMove(line, -amount, valueDate) ? accepted : refused('debt_exceeded');
    },
    learns: (lender, asked, input, outcome) => move(lender, asked, input, outcome, -input.amount),
  },
  'reverse-movement': {
    expects: (lender, { who }, input) => {
      const line = lender.lines.get(input.lineId);
      const movement = line?.movements.get(input.movementId);
      if (!line || !movement) return refused('movement_unknown');
      if (movement.reversed) return refused('already_reversed');
      if (movement.who === who) return refused('same_person');
      // A line that gives its money once gives none again when a repayment is taken back.
      if (movement.amount < 0 && !line.revolving) return undefined;
      return canMove(line, -movement.amount, movement.day) ? undefined : refused();
    },
    learns: (lender, _asked, input) => {
      const line = lender.lines.get(input.lineId);
      const movement = line?.movements.get(input.movementId);
      if (!line || !movement) throw new Error('a movement of nobody was taken back');
      movement.reversed = true;
      book(lender, `${line.currency} bank`, -movement.amount);
      book(lender, `${line.currency} borrowings`, movement.amount);
    },
  },
} satisfies Notes;

/** Drawn and not given back, less lent, plus at most everything that farmers brought. */
export function mostToLend(lender: LenderModel, line: LineModel): number {
  const brought = [...lender.loans.values()]
    .filter((loan) => loan.lineId === line.id)
    .flatMap((loan) => [...loan.payments.values()].filter(counts).map(({ amount }) => amount));
  const drawn = [...line.movements.values()].filter((one) => !one.reversed).map(({ amount }) => amount);
  return sum(drawn) - line.lent + sum(brought);
}

/** Whether no day from then on ends with less than nothing owed, or with more than was promised. */
function canMove(line: LineModel, amount: number, day: string): boolean {
  const moved = [...line.movements.values()].filter((one) => !one.reversed);
  const all = [...moved, { amount, day }];
  const days = all.map((one) => one.day).filter((end) => end >= day);
  const debts = days.map((end) => sum(all.filter((one) => one.day <= end).map((one) => one.amount)));
  if (debts.some((debt) => debt < 0)) return false;
  if (amount < 0) return true;
  if (line.revolving) return debts.every((debt) => debt <= line.commitment);
  return sum(all.filter((one) => one.amount > 0).map((one) => one.amount)) <= line.commitment;
}

function move(lender: LenderModel, asked: Asked, input: Input, outcome: Outcome, amount: number): void {
  const line = lender.lines.get(input.lineId);
  if (!line) throw new Error('a line of nobody has moved');
  const movement = { amount, day: input.valueDate, who: asked.who, reversed: false };
  line.movements.set(Number(outcome['movementId']), movement);
  book(lender, `${line.currency} bank`, amount);
  book(lender, `${line.currency} borrowings`, -amount);
}
