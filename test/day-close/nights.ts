import { closeDay, closeDaysThrough, type DayClosed } from '../../src/day-close/close-day';
import { addDays } from '../../src/lending/dates';
import { postRepayment } from '../../src/repayments/post-repayment';
import { reverseRepayment } from '../../src/repayments/reverse-repayment';
import { aLoan, aSetting, command, harvestTerms, on, type Setting } from '../loans/a-loan';
import { createWorld } from '../support/world';

/** A lender with three loans of one farmer and a farmer of his own; the same every time it is made. */
export async function aLender(): Promise<Setting & { readonly loanIds: readonly number[] }> {
  const setting = await aSetting(await createWorld('2026-12-31'));
  const loanIds: number[] = [];
  for (const day of ['2026-05-20', '2026-05-25', '2026-05-28']) {
    const terms = harvestTerms({ disbursements: [{ date: day, amount: 300_000 + loanIds.length * 123_45 }] });
    loanIds.push(await aLoan(setting, terms));
  }
  return { ...setting, loanIds };
}

/** What happens on a day: a payment, perhaps of an earlier day, or the reversal of the payment before. */
export interface Happening {
  readonly day: string;
  readonly loan: number;
  readonly amount: number;
  readonly daysBack: number;
  readonly takesBack: boolean;
}

/** Lives through a happening; refusals are part of life and the same in every telling. */
export async function live(
  setting: Setting & { readonly loanIds: readonly number[] },
  { day, loan, amount, daysBack, takesBack }: Happening,
  eventIds: number[],
): Promise<void> {
  const { world, at, loanIds } = setting;
  const loanId = loanIds[loan] ?? 0;
  if (takesBack) {
    const eventId = eventIds.pop() ?? 0;
    const input = { commandId: command(), loanId, eventId, reason: 'Se registró en otro crédito' };
    await reverseRepayment(world.db, on(at, 'marta', day), input);
    return;
  }
  const input = {
    commandId: command(),
    loanId,
    amount,
    valueDate: addDays(day, -daysBack),
    intent: 'advance' as const,
  };
  const posted = await postRepayment(world.db, on(at, 'celia', day), input);
  if (posted.type === 'done') eventIds.push(posted.eventId);
}

/** Closes a day in the night after it. */
export function closeNight({ world, at }: Setting, date: string): Promise<DayClosed> {
  return closeDay(world.db, on(at, 'raul', addDays(date, 1)), date);
}

export async function closeThrough({ world, at }: Setting, last: string, today = addDays(last, 1)) {
  const days: DayClosed[] = [];
  for await (const day of closeDaysThrough(world.db, on(at, 'raul', today), last)) days.push(day);
  return days;
}

/** The figures of every closed day by date. */
export async function digestsOf({ world, at }: Setting): Promise<Record<string, string>> {
  const rows: { date: string; digest: string }[] = await world.db('closed_day').where({ institution_id: at.id });
  return Object.fromEntries(rows.map(({ date, digest }) => [date, digest]));
}
