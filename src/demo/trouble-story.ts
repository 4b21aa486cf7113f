import type { Clock } from '../clock';
import { addDays, type IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import type { EventDetails } from '../loans/events';
import { findLoan, type Loan } from '../loans/store';
import { chargeLoan } from '../servicing/charge-loan';
import { decideChange } from '../servicing/decide-change';
import { recordRecovery } from '../servicing/record-recovery';
import { requestChange } from '../servicing/request-change';
import type { RequestKind } from '../servicing/store';
import { firstClosedDay } from './nights';
import { randomOf, type Random } from './random';
import { accepted, type Lender, type Stage } from './stage';

/** What is asked for a loan, by its officer of the manager. */
interface Asked {
  readonly kind: RequestKind;
  readonly amount?: Centimos;
  readonly details?: EventDetails;
  readonly reason: string;
}

const COLLECTION_FEE: Centimos = 35_00;
const DAYS_LATE_OF_A_LOSS = 121;
const MINUTE = 10 * 60;

/**
 * What a lender does about a loan that is no longer paid: some get grace after a failed harvest and `resume`, some are
 * charged the notice and forgiven part of it, some are written off once they are a loss that is provided for; the others
 * stay late.
 */
export function planTrouble(stage: Stage, lender: Lender, loan: Loan, resume: () => Promise<void>): void {
  if (loan.nextDue === null) return;
  const random = randomOf('trouble', lender.code, loan.id);
  const share = random.between(1, 100);
  if (share <= 14) planGrace(stage, lender, loan.id, addDays(loan.nextDue, random.between(20, 45)), random, resume);
  else if (share <= 28) planNotice(stage, lender, loan.id, addDays(loan.nextDue, random.between(9, 16)));
  else if (share <= 60) planWriteOff(stage, lender, loan.id, loan.nextDue, random);
}

function planGrace(
  stage: Stage,
  lender: Lender,
  loanId: number,
  day: IsoDate,
  random: Random,
  resume: () => Promise<void>,
): void {
  const months = random.between(3, 6);
  const reason = random.pick([
    'La moniliasis se llevó la campaña; la parcela se está podando',
    'Las lluvias cortaron el camino y la cosecha se perdió',
    'Enfermedad en la familia durante la campaña',
  ]);
  planChange(stage, lender, loanId, day, () => relief(stage, lender, loanId, day, months, reason), resume);
}

/** Grace where something still falls due; the rest in two harvests where everything is overdue. */
async function relief(
  stage: Stage,
  lender: Lender,
  loanId: number,
  day: IsoDate,
  months: number,
  reason: string,
): Promise<Asked> {
  const cause = { reason: 'difficulty' };
  const ahead: { due: string } | undefined = await stage
    .trx('instalment')
    .where({ institution_id: lender.institutionId, loan_id: loanId })
    .where('due', '>', addDays(day, DAYS_TO_DECIDE + 1))
    .first('due');
  if (ahead) return { kind: 'extra-grace', details: { change: { months, cause } }, reason };
  const instalments = { plan: 'level', count: 2, every: { months } };
  return { kind: 'reprogramming', details: { change: { instalments, unpaidInterest: 'carry', cause } }, reason };
}

function planNotice(stage: Stage, lender: Lender, loanId: number, day: IsoDate): void {
  stage.agenda.add(day, MINUTE, async (clock) => {
    if (!(await isActive(stage, lender, loanId))) return;
    const charge = { loanId, kind: 'fee' as const, amount: COLLECTION_FEE, due: clock.today() };
    const by = stage.as(lender.having('manager')[0], clock);
    const reason = 'Carta notarial de cobranza';
    accepted(await chargeLoan(stage.trx, by, { commandId: stage.commandId(), ...charge, reason }));
    planChange(stage, lender, loanId, addDays(day, 6), async () => ({
      kind: 'waiver',
      amount: COLLECTION_FEE / 2,
      details: { part: 'fee' },
      reason: 'Se comprometió a pagar; se le reconoce la mitad de la carta',
    }));
  });
}

/** Provisions are booked by the close of a day, so nothing is written off before days are closed. */
function planWriteOff(stage: Stage, lender: Lender, loanId: number, due: IsoDate, random: Random): void {
  const loss = addDays(due, DAYS_LATE_OF_A_LOSS + random.between(1, 20));
  const provided = addDays(firstClosedDay(stage.lastDay), random.between(8, 25));
  const day = loss > provided ? loss : provided;
  const asked = {
    kind: 'write-off' as const,
    reason: 'Pérdida, sin bienes que ejecutar; el costo legal supera la deuda',
  };
  planChange(
    stage,
    lender,
    loanId,
    day,
    async () => asked,
    async (clock) => {
      if (!random.chance(50)) return;
      stage.agenda.add(addDays(clock.today(), random.between(5, 14)), MINUTE, (later) =>
        recover(stage, lender, loanId, later, random.between(40, 160) * 100),
      );
    },
  );
}

async function recover(stage: Stage, lender: Lender, loanId: number, clock: Clock, amount: Centimos): Promise<void> {
  const by = stage.as(lender.having('cashier')[0], clock);
  const money = { amount, valueDate: clock.today(), channel: 'cash' as const };
  accepted(await recordRecovery(stage.trx, by, { commandId: stage.commandId(), loanId, ...money }));
}

const DAYS_TO_DECIDE = 2;

/** The officer asks on a day, the manager approves two days later, and then `done` goes on. */
function planChange(
  stage: Stage,
  lender: Lender,
  loanId: number,
  day: IsoDate,
  whatToAsk: () => Promise<Asked>,
  done: (clock: Clock) => Promise<void> = async () => undefined,
): void {
  // What would be decided after the story has ended waits for a decision.
  stage.agenda.add(day, MINUTE, async (clock) => {
    if (!(await isActive(stage, lender, loanId))) return;
    const requestId = await ask(stage, lender, loanId, await whatToAsk(), clock);
    stage.agenda.add(addDays(clock.today(), DAYS_TO_DECIDE), MINUTE, async (later) => {
      const manager = stage.as(lender.having('manager')[0], later);
      const decision = { commandId: stage.commandId(), requestId, decision: 'approved' as const, reason: '' };
      accepted(await decideChange(stage.trx, manager, decision));
      await done(later);
    });
  });
}

async function ask(
  stage: Stage,
  lender: Lender,
  loanId: number,
  { amount = 0, details = {}, ...asked }: Asked,
  clock: Clock,
): Promise<number> {
  const officer = stage.as(lender.having('officer')[0], clock);
  const request = { commandId: stage.commandId(), loanId, amount, details, ...asked };
  return accepted(await requestChange(stage.trx, officer, request)).requestId;
}

const UNDECIDED = 2;

/** Some requests wait for the manager when the story ends. */
export function planUndecided(stage: Stage, lender: Lender): void {
  stage.agenda.add(addDays(stage.lastDay, -1), MINUTE, async (clock) => {
    const late: { id: number }[] = await stage
      .trx('loan')
      .where({ institution_id: lender.institutionId, status: 'active' })
      .whereBetween('oldest_unpaid_due', [addDays(clock.today(), -90), addDays(clock.today(), -20)])
      .orderBy('id')
      .limit(UNDECIDED)
      .select('id');
    const reason = 'El comprador no recogió el cacao; ofrece pagar con la campaña chica';
    for (const { id } of late) {
      await ask(stage, lender, id, await relief(stage, lender, id, clock.today(), 4, reason), clock);
    }
  });
}

async function isActive(stage: Stage, lender: Lender, loanId: number): Promise<boolean> {
  return (await findLoan(stage.trx, lender.institutionId, loanId))?.status === 'active';
}
