import type { Stage, StagedApplication, StagedLine } from './stage';
import type { Asked, Outcome } from './use-cases';

/*
 * What a bookkeeper with a notebook knows: who owes what they were handed less what they brought, who entered it, and
 * how much must be in the till. No schedule, no interest, and no line of the program's own code.
 */

export interface Model {
  readonly lenders: ReadonlyMap<string, LenderModel>;
}

export interface LenderModel {
  readonly institutionId: number;
  readonly applications: Map<number, StagedApplication & { open: boolean }>;
  readonly lines: Map<number, LineModel>;
  readonly loans: Map<number, LoanModel>;
  readonly requests: Map<number, RequestModel>;
  /** By command id: what was asked, and what was answered. */
  readonly answered: Map<string, { readonly asked: string; readonly outcome: string }>;
  /** Debits less credits by currency and account, of those accounts on which only plain money stands. */
  readonly books: Map<string, number>;
  readonly closed: { first: string; last: string } | undefined;
  readonly events: number;
  readonly receipts: number;
}

export interface LoanModel {
  readonly principal: number;
  readonly lineId: number;
  readonly disbursedOn: string;
  readonly payments: Map<number, PaymentModel>;
  forgiven: number;
  writtenOff: boolean;
  inCourt: boolean;
  /** Whether anything but plain payments has happened, of which a notebook cannot tell what may follow. */
  changed: boolean;
}

interface RequestModel {
  readonly loanId: number;
  readonly by: string;
  readonly kind: string;
  /** Of the principal: interest that is forgiven pays none of it, whether it is ever earned or not. */
  readonly forgives: number;
  open: boolean;
}

interface PaymentModel {
  readonly amount: number;
  readonly who: string;
  readonly isRecovery: boolean;
  readonly account: string;
  readonly isPlain: boolean;
  reversed: boolean;
}

interface LineModel extends StagedLine {
  readonly movements: Map<number, LineMovementModel>;
  lent: number;
}

interface LineMovementModel {
  /** Above zero what was drawn, below what was given back. */
  readonly amount: number;
  readonly day: string;
  readonly who: string;
  reversed: boolean;
}

export type Expectation =
  | { readonly type: 'same-answer'; readonly outcome: string }
  | { readonly type: 'accepted' }
  | { readonly type: 'refused'; readonly reason?: string };

export function modelOf(stage: Stage): Model {
  const lenders = stage.lenders.map((lender): [string, LenderModel] => {
    const lines = lender.lines.map((line, index): [number, LineModel] => {
      const first = { amount: line.drawn, day: line.drawnOn, who: 'marta', reversed: false };
      return [line.id, { ...line, lent: 0, movements: new Map([[index + 1, first]]) }];
    });
    const books = lender.lines.flatMap(({ currency, drawn }): [string, number][] => [
      [`${currency} bank`, drawn],
      [`${currency} borrowings`, -drawn],
    ]);
    return [
      lender.code,
      {
        institutionId: lender.institutionId,
        applications: new Map(lender.applications.map((one) => [one.id, { ...one, open: true }])),
        lines: new Map(lines),
        loans: new Map(),
        requests: new Map(),
        answered: new Map(),
        books: new Map(books),
        closed: undefined,
        events: 0,
        receipts: 0,
      },
    ];
  });
  return { lenders: new Map(lenders) };
}

/** What a person with a notebook is sure of; undefined where they would have to reckon interest. */
export function expectation(model: Model, asked: Asked): Expectation | undefined {
  const lender = lenderOf(model, asked.lender);
  const earlier = lender.answered.get(String(asked.input['commandId']));
  if (earlier && asked.useCase !== 'close-day') {
    return earlier.asked === contentOf(asked)
      ? { type: 'same-answer', outcome: earlier.outcome }
      : refused('command_reused');
  }
  return EXPECTATIONS[asked.useCase](lender, asked, asked.input as unknown as Input);
}

/** The fields of all commands; each command has those that it needs. */
interface Input {
  readonly applicationId: number;
  readonly loanId: number;
  readonly eventId: number;
  readonly requestId: number;
  readonly lineId: number;
  readonly movementId: number;
  readonly amount: number;
  readonly valueDate: string;
  readonly disbursedOn: string;
  readonly due: string;
  readonly date: string;
  readonly intent?: string;
  readonly channel?: string;
  readonly kind: string;
  readonly details: { readonly part?: string };
  readonly decision: string;
  readonly reason: string;
}

type Expects = (lender: LenderModel, asked: Asked, input: Input) => Expectation | undefined;

const accepted: Expectation = { type: 'accepted' };
const refused = (reason?: string): Expectation => ({ type: 'refused', ...(reason !== undefined && { reason }) });

const EXPECTATIONS: Readonly<Record<Asked['useCase'], Expects>> = {
  'approve-application': (lender, _asked, input) => {
    const application = lender.applications.get(input.applicationId);
    if (!application) return refused('not_found');
    return application.open && application.state === 'in-committee' ? undefined : refused();
  },
  'disburse-loan': (lender, { who, day }, input) => {
    const application = lender.applications.get(input.applicationId);
    if (!application) return refused('application_not_found');
    if (!application.open) return refused('already_disbursed');
    if (application.state !== 'approved' || input.disbursedOn > day) return refused();
    if (who !== 'celia' && who !== 'pedro') return refused();
    const line = lender.lines.get(input.lineId);
    if (!line) return refused();
    return line.currency === 'PEN' && application.amount > mostToLend(lender, line) ? refused() : undefined;
  },
  'post-repayment': (lender, { day }, { loanId, amount, valueDate, ...input }) => {
    const loan = lender.loans.get(loanId);
    if (!loan) return refused('loan_not_found');
    if (amount <= 0) return refused('amount_must_be_positive');
    if (valueDate > day) return refused('date_in_future');
    if (valueDate < loan.disbursedOn) return refused('date_before_disbursement');
    if (loan.writtenOff) return refused('loan_closed');
    const simply = input.intent === 'advance' && valueDate === day;
    return simply && amount <= principalLeft(loan) ? accepted : undefined;
  },
  'reverse-repayment': (lender, { who }, { loanId, ...input }) => {
    const loan = lender.loans.get(loanId);
    if (!loan) return refused('loan_not_found');
    const payment = loan.payments.get(input.eventId);
    if (!payment) return refused();
    if (loan.writtenOff && !payment.isRecovery) return refused('loan_written_off');
    if (payment.reversed) return refused('already_reversed');
    if (payment.who === who) return refused('same_person');
    const isPlain = !loan.changed && [...loan.payments.values()].every((one) => one.isPlain);
    return isPlain ? accepted : undefined;
  },
  'charge-loan': (lender, { day, who }, { loanId, ...input }) => {
    if (who !== 'marta' && who !== 'pedro') return refused('role_not_allowed');
    const loan = lender.loans.get(loanId);
    if (!loan) return refused('loan_not_found');
    if (loan.writtenOff) return refused('loan_closed');
    return input.due < day ? refused() : undefined;
  },
  'request-change': (lender, { who }, { loanId }) => {
    if (who === 'celia') return refused('role_not_allowed');
    const loan = lender.loans.get(loanId);
    if (!loan) return refused('loan_not_found');
    if ([...lender.requests.values()].some((one) => one.open && one.loanId === loanId)) {
      return refused('already_requested');
    }
    return loan.writtenOff ? refused('loan_closed') : undefined;
  },
  'decide-change': (lender, { who }, input) => {
    const request = lender.requests.get(input.requestId);
    if (!request) return refused('request_not_found');
    if (who !== 'marta' && who !== 'pedro') return refused();
    if (!request.open) return refused('already_decided');
    if (request.by === who) return refused('same_person');
    if (input.decision === 'denied') return input.reason === '' ? refused('reason_needed') : accepted;
    return undefined;
  },
  'withdraw-change': (lender, { who }, input) => {
    const request = lender.requests.get(input.requestId);
    if (!request) return refused('request_not_found');
    if (!request.open) return refused('already_decided');
    return request.by === who ? accepted : refused('not_the_requester');
  },
  'file-suit': (lender, { who }, { loanId }) => {
    if (who !== 'marta' && who !== 'pedro') return refused('role_not_allowed');
    const loan = lender.loans.get(loanId);
    if (!loan) return refused('loan_not_found');
    return loan.writtenOff || loan.inCourt ? refused() : undefined;
  },
  'end-suit': (lender, _asked, { loanId }) => {
    const loan = lender.loans.get(loanId);
    if (!loan) return refused('loan_not_found');
    return loan.inCourt ? undefined : refused();
  },
  'record-recovery': (lender, { day }, { loanId, amount, valueDate }) => {
    const loan = lender.loans.get(loanId);
    if (!loan) return refused('loan_not_found');
    if (!loan.writtenOff) return refused('loan_not_written_off');
    if (valueDate > day) return refused('date_in_future');
    if (amount <= 0) return refused();
    return valueDate === day && amount <= principalLeft(loan) ? accepted : undefined;
  },
  'draw-down': (lender, { day }, { amount, valueDate, ...input }) => {
    const line = lender.lines.get(input.lineId);
    if (!line) return refused('line_unknown');
    if (valueDate > day) return refused('date_in_future');
    if (valueDate < line.availableFrom || valueDate > line.availableUntil) return refused('outside_availability');
    return canMove(line, amount, valueDate) ? accepted : refused('commitment_exceeded');
  },
  'repay-line': (lender, { day }, { amount, valueDate, ...input }) => {
    const line = lender.lines.get(input.lineId);
    if (!line) return refused('line_unknown');
    if (valueDate > day) return refused('date_in_future');
    return canMove(line, -amount, valueDate) ? accepted : refused('debt_exceeded');
  },
  'reverse-movement': (lender, { who }, input) => {
    const line = lender.lines.get(input.lineId);
    const movement = line?.movements.get(input.movementId);
    if (!line || !movement) return refused('movement_unknown');
    if (movement.reversed) return refused('already_reversed');
    if (movement.who === who) return refused('same_person');
    // A line that gives its money once gives none again when a repayment is taken back.
    if (movement.amount < 0 && !line.revolving) return undefined;
    return canMove(line, -movement.amount, movement.day) ? undefined : refused();
  },
  'close-day': ({ closed }, { day }, input) => {
    const { date } = input;
    if (closed && date >= closed.first && date <= closed.last) return accepted;
    if (date > day) return refused('date_in_future');
    return !closed || date === dayAfter(closed.last) ? accepted : refused('date_out_of_order');
  },
};

/** Principal that is certainly still owed: every céntimo that came in may have gone into it, and no more. */
function principalLeft(loan: LoanModel): number {
  return loan.principal - loan.forgiven - sum([...loan.payments.values()].filter(counts).map(({ amount }) => amount));
}

export function counts(payment: PaymentModel): boolean {
  return !payment.reversed;
}

/** Drawn and not given back, less lent, plus at most everything that farmers brought. */
function mostToLend(lender: LenderModel, line: LineModel): number {
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

/** Writes down what was answered. */
export function learn(model: Model, asked: Asked, outcome: Outcome): void {
  const lender = lenderOf(model, asked.lender);
  const commandId = String(asked.input['commandId']);
  if (asked.useCase !== 'close-day') {
    if (lender.answered.has(commandId)) return;
    lender.answered.set(commandId, { asked: contentOf(asked), outcome: answerOf(outcome) });
  }
  if (outcome.type === 'done') LESSONS[asked.useCase](lender, asked, asked.input as unknown as Input, outcome);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

type Lesson = (lender: Mutable<LenderModel>, asked: Asked, input: Input, outcome: Outcome) => void;

const LESSONS: Readonly<Record<Asked['useCase'], Lesson>> = {
  'approve-application': (lender, _asked, input) => {
    const application = lender.applications.get(input.applicationId);
    if (application) lender.applications.set(application.id, { ...application, state: 'approved' });
  },
  'disburse-loan': (lender, _asked, input, outcome) => {
    const application = lender.applications.get(input.applicationId);
    const line = lender.lines.get(input.lineId);
    if (!application || !line) throw new Error('a loan of nobody was disbursed');
    application.open = false;
    line.lent += line.currency === 'PEN' ? application.amount : 0;
    lender.loans.set(Number(outcome['loanId']), {
      principal: application.amount,
      lineId: line.id,
      disbursedOn: input.disbursedOn,
      payments: new Map(),
      forgiven: 0,
      writtenOff: false,
      inCourt: false,
      changed: false,
    });
    lender.events += 1;
    lender.receipts += 1;
    book(lender, `PEN ${moneyAccount(input)}`, application.fee - application.amount);
  },
  'post-repayment': (lender, asked, input, outcome) => receive(lender, asked, input, outcome, false),
  'record-recovery': (lender, asked, input, outcome) => {
    receive(lender, asked, input, outcome, true);
    book(lender, 'PEN recoveries', -input.amount);
  },
  'reverse-repayment': (lender, _asked, input) => {
    const payment = lender.loans.get(input.loanId)?.payments.get(input.eventId);
    if (!payment) throw new Error('a payment of nobody was taken back');
    payment.reversed = true;
    lender.events += 1;
    book(lender, `PEN ${payment.account}`, -payment.amount);
    if (payment.isRecovery) book(lender, 'PEN recoveries', payment.amount);
  },
  'charge-loan': (lender, _asked, { loanId }) => {
    lender.events += 1;
    change(lender, loanId);
  },
  'request-change': (lender, { who }, { loanId, amount, ...input }, outcome) => {
    const { part } = input.details;
    const forgives = part === 'principal' ? amount : 0;
    const request = { loanId, by: who, kind: input.kind, forgives, open: true };
    lender.requests.set(Number(outcome['requestId']), request);
  },
  'decide-change': (lender, _asked, input) => {
    const request = lender.requests.get(input.requestId);
    if (!request) throw new Error('a request of nobody was decided');
    request.open = false;
    if (input.decision === 'denied') return;
    lender.events += 1;
    const loan = change(lender, request.loanId);
    loan.forgiven += request.forgives;
    loan.writtenOff ||= request.kind === 'write-off';
  },
  'withdraw-change': (lender, _asked, input) => {
    const request = lender.requests.get(input.requestId);
    if (request) request.open = false;
  },
  'file-suit': (lender, _asked, { loanId }) => sue(lender, loanId, true),
  'end-suit': (lender, _asked, { loanId }) => sue(lender, loanId, false),
  'draw-down': (lender, asked, input, outcome) => move(lender, asked, input, outcome, input.amount),
  'repay-line': (lender, asked, input, outcome) => move(lender, asked, input, outcome, -input.amount),
  'reverse-movement': (lender, _asked, input) => {
    const line = lender.lines.get(input.lineId);
    const movement = line?.movements.get(input.movementId);
    if (!line || !movement) throw new Error('a movement of nobody was taken back');
    movement.reversed = true;
    book(lender, `${line.currency} bank`, -movement.amount);
    book(lender, `${line.currency} borrowings`, movement.amount);
  },
  'close-day': (lender, _asked, input) => {
    const { date } = input;
    const { first, last } = lender.closed ?? { first: date, last: date };
    lender.closed = { first, last: date > last ? date : last };
  },
};

function receive(
  lender: Mutable<LenderModel>,
  asked: Asked,
  input: Input,
  outcome: Outcome,
  isRecovery: boolean,
): void {
  const account = moneyAccount(input);
  lender.loans.get(input.loanId)?.payments.set(Number(outcome['eventId']), {
    amount: input.amount,
    who: asked.who,
    isRecovery,
    account,
    isPlain: input.intent === undefined || input.intent === 'advance',
    reversed: false,
  });
  lender.events += 1;
  lender.receipts += 1;
  book(lender, `PEN ${account}`, input.amount);
}

function change(lender: LenderModel, loanId: number): LoanModel {
  const loan = lender.loans.get(loanId);
  if (!loan) throw new Error('a loan of nobody was changed');
  loan.changed = true;
  return loan;
}

function sue(lender: LenderModel, loanId: number, inCourt: boolean): void {
  const loan = lender.loans.get(loanId);
  if (!loan) throw new Error('nobody was sued');
  loan.inCourt = inCourt;
}

function move(lender: LenderModel, asked: Asked, input: Input, outcome: Outcome, amount: number): void {
  const line = lender.lines.get(input.lineId);
  if (!line) throw new Error('a line of nobody has moved');
  const movement = { amount, day: input.valueDate, who: asked.who, reversed: false };
  line.movements.set(Number(outcome['movementId']), movement);
  book(lender, `${line.currency} bank`, amount);
  book(lender, `${line.currency} borrowings`, -amount);
}

function book(lender: LenderModel, account: string, debit: number): void {
  lender.books.set(account, (lender.books.get(account) ?? 0) + debit);
}

function moneyAccount(input: Input): string {
  return input.channel === 'bank' ? 'bank' : 'cash';
}

export function lenderOf(model: Model, code: string): LenderModel {
  const lender = model.lenders.get(code);
  if (!lender) throw new Error(`nobody lends as ${code}`);
  return lender;
}

/** What was answered, whether for the first time or again. */
export function answerOf({ repeated: _repeated, ...outcome }: Outcome): string {
  return JSON.stringify(outcome);
}

function contentOf({ useCase, input }: Asked): string {
  return JSON.stringify([useCase, Object.entries(input).toSorted(([one], [other]) => (one < other ? -1 : 1))]);
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
