import type { Clock } from '../clock';
import { addDays, type IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { eventsOf, type Channel } from '../loans/events';
import { findLoan, type Loan } from '../loans/store';
import { debtOn, type DebtOn } from '../repayments/debt-on';
import { postRepayment, type RepaymentIntent } from '../repayments/post-repayment';
import { reverseRepayment } from '../repayments/reverse-repayment';
import { workday } from './agenda';
import type { Random } from './random';
import { accepted, type Lender, type Stage } from './stage';
import { planTrouble } from './trouble-story';

/** How a farmer pays. */
export interface Habit {
  readonly kind: 'punctual' | 'late' | 'in-parts' | 'ahead' | 'ends-early' | 'overpays' | 'paid-twice';
  /** From that day on nothing comes any more. */
  readonly stopsOn?: IsoDate;
}

/** A loan whose payments are on the agenda. */
export interface Debtor {
  readonly lender: Lender;
  readonly loanId: number;
  readonly habit: Habit;
  readonly random: Random;
  /** Visits to the counter so far. */
  visits: number;
  /** A part was brought; the rest comes later. */
  owesRest: boolean;
}

/** Puts the next visit to the counter on the agenda; each visit asks for the one after it, until the loan is paid. */
export async function planVisit(stage: Stage, debtor: Debtor, after: IsoDate): Promise<void> {
  const loan = await findLoan(stage.trx, debtor.lender.institutionId, debtor.loanId);
  if (loan?.status !== 'active' || loan.nextDue === null) return;
  const wished = visitDay(debtor, loan.nextDue);
  const day = workday(wished > after ? wished : addDays(after, 2));
  if (debtor.habit.stopsOn !== undefined && day >= debtor.habit.stopsOn) {
    planTrouble(stage, debtor.lender, loan, () => resume(stage, debtor, loan.nextDue ?? day));
    return;
  }
  stage.agenda.add(day, debtor.random.between(9 * 60, 16 * 60), (clock) => visit(stage, debtor, loan, clock));
}

/** Under new terms the farmer pays again, and on time. */
async function resume(stage: Stage, debtor: Debtor, after: IsoDate): Promise<void> {
  await planVisit(stage, { ...debtor, habit: { kind: 'punctual' }, owesRest: false }, after);
}

function visitDay({ habit, owesRest, random }: Debtor, due: IsoDate): IsoDate {
  if (owesRest) return addDays(due, random.between(8, 26));
  return addDays(due, habit.kind === 'late' ? random.between(2, 27) : -random.between(1, 5));
}

async function visit(stage: Stage, debtor: Debtor, loan: Loan, clock: Clock): Promise<void> {
  const channel: Channel = debtor.random.chance(30) ? 'bank' : 'cash';
  // What came through the bank is entered the day after.
  const valueDate = channel === 'bank' ? addDays(clock.today(), -1) : clock.today();
  debtor.visits++;
  const brought = { ...(await paymentOf(stage, debtor, loan, valueDate)), valueDate, channel };
  await pay(stage, debtor, clock, brought);
  if (debtor.habit.kind === 'paid-twice' && debtor.visits === 1) {
    await payAgainByMistake(stage, debtor, clock, brought);
  } else {
    await planVisit(stage, debtor, clock.today());
  }
}

interface Payment {
  readonly amount: Centimos;
  readonly intent?: RepaymentIntent;
  readonly acceptExcess?: true;
}

interface Brought extends Payment {
  readonly valueDate: IsoDate;
  readonly channel: Channel;
}

const ONE_SOL: Centimos = 1_00;
const TEN_SOLES: Centimos = 10_00;

/** What the farmer brings: the next instalment, or what a look at the debt of the day says. */
async function paymentOf(stage: Stage, debtor: Debtor, loan: Loan, date: IsoDate): Promise<Payment> {
  const { habit, visits, random } = debtor;
  const { nextDue, nextAmount, principalOutstanding } = loan;
  const next = nextAmount ?? 0;
  const isLast = next >= principalOutstanding;
  const isLate = nextDue !== null && date > nextDue;
  const wantsMore = (habit.kind === 'ahead' || habit.kind === 'ends-early') && visits >= 2;
  if (isLast || isLate || wantsMore) {
    const events = await eventsOf(stage.trx, loan.institutionId, loan.id);
    return paymentOfDebt(debtor, next, debtOn(loan, events, date));
  }
  if (habit.kind !== 'in-parts') return { amount: next };
  debtor.owesRest = true;
  return { amount: Math.max(ONE_SOL, roundToSoles((next * random.between(40, 75)) / 100)) };
}

/** Nobody pays more than what ends the loan on the day, but who rounds up generously. */
function paymentOfDebt(debtor: Debtor, next: Centimos, { dueNow, payoff }: DebtOn): Payment {
  const { habit, visits, random } = debtor;
  const asked = dueNow > 0 ? dueNow : next;
  debtor.owesRest = false;
  if (asked >= payoff.total && habit.kind === 'overpays')
    return { amount: payoff.total + TEN_SOLES, acceptExcess: true };
  if (asked >= payoff.total || habit.kind === 'ends-early') return { amount: payoff.total };
  const more = asked + roundToSoles(payoff.principal * 0.25);
  if (habit.kind !== 'ahead' || visits !== 2 || more >= payoff.total) return { amount: asked };
  return { amount: more, intent: random.pick(['prepay-reduce-term', 'prepay-reduce-amount'] as const) };
}

async function pay(stage: Stage, { lender, loanId }: Debtor, clock: Clock, brought: Brought): Promise<number> {
  const by = stage.as(lender.having('cashier')[0], clock);
  const posted = await postRepayment(stage.trx, by, { commandId: stage.commandId(), loanId, ...brought });
  return accepted(posted).eventId;
}

/** The cashier enters the same payment once more; the manager takes the second one back on the next working day. */
async function payAgainByMistake(stage: Stage, debtor: Debtor, clock: Clock, brought: Brought): Promise<void> {
  const { lender, loanId } = debtor;
  const eventId = await pay(stage, debtor, clock, { ...brought, intent: 'advance' });
  stage.agenda.add(addDays(clock.today(), 1), 9 * 60, async (nextDay) => {
    const by = stage.as(lender.having('manager')[0], nextDay);
    const reason = 'El mismo pago se registró dos veces';
    accepted(await reverseRepayment(stage.trx, by, { commandId: stage.commandId(), loanId, eventId, reason }));
    await planVisit(stage, debtor, nextDay.today());
  });
}

function roundToSoles(centimos: number): Centimos {
  return Math.round(centimos / 100) * 100;
}
