import { mostToLend } from './notes-on-lines';
import { accepted, book, moneyAccount, refused, sum, type Input, type LenderModel, type Notes } from './notebook';
import type { Asked, Outcome } from './use-cases';

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

export interface PaymentModel {
  readonly amount: number;
  readonly who: string;
  readonly isRecovery: boolean;
  readonly account: string;
  readonly isPlain: boolean;
  /** Whether an organisation withheld it; it is taken back with its delivery and not alone. */
  readonly isWithheld: boolean;
  reversed: boolean;
}

/** Loans from the disbursement on, and the money that comes back. */
export const NOTES_ON_LOANS = {
  'approve-application': {
    expects: (lender, _asked, input) => {
      const application = lender.applications.get(input.applicationId);
      if (!application) return refused('not_found');
      return application.open && application.state === 'in-committee' ? undefined : refused();
    },
    learns: (lender, _asked, input) => {
      const application = lender.applications.get(input.applicationId);
      if (application) lender.applications.set(application.id, { ...application, state: 'approved' });
    },
  },
  'disburse-loan': {
    expects: (lender, { who, day }, input) => {
      const application = lender.applications.get(input.applicationId);
      if (!application) return refused('application_not_found');
      if (!application.open) return refused('already_disbursed');
      if (application.state !== 'approved' || input.disbursedOn > day) return refused();
      if (who !== 'celia' && who !== 'pedro') return refused();
      const line = lender.lines.get(input.lineId);
      if (!line) return refused();
      return line.currency === 'PEN' && application.amount > mostToLend(lender, line) ? refused() : undefined;
    },
    learns: (lender, _asked, input, outcome) => {
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
  },
  'post-repayment': {
    expects: (lender, { day }, { loanId, amount, valueDate, ...input }) => {
      const loan = lender.loans.get(loanId);
      if (!loan) return refused('loan_not_found');
      if (amount <= 0) return refused('amount_must_be_positive');
      if (valueDate > day) return refused('date_in_future');
      if (valueDate < loan.disbursedOn) return refused('date_before_disbursement');
      if (loan.writtenOff) return refused('loan_closed');
      const simply = input.intent === 'advance' && valueDate === day;
      return simply && amount <= principalLeft(loan) ? accepted : undefined;
    },
    learns: (lender, asked, input, outcome) => receive(lender, asked, input, outcome, false),
  },
  'reverse-repayment': {
    expects: (lender, { who }, { loanId, ...input }) => {
      const loan = lender.loans.get(loanId);
      if (!loan) return refused('loan_not_found');
      const payment = loan.payments.get(input.eventId);
      if (!payment) return refused();
      if (payment.isWithheld) return refused('withheld_from_delivery');
      if (loan.writtenOff && !payment.isRecovery) return refused('loan_written_off');
      if (payment.reversed) return refused('already_reversed');
      if (payment.who === who) return refused('same_person');
      const isPlain = !loan.changed && [...loan.payments.values()].every((one) => one.isPlain);
      return isPlain ? accepted : undefined;
    },
    learns: (lender, _asked, input) => {
      const payment = lender.loans.get(input.loanId)?.payments.get(input.eventId);
      if (!payment) throw new Error('a payment of nobody was taken back');
      payment.reversed = true;
      lender.events += 1;
      book(lender, `PEN ${payment.account}`, -payment.amount);
      if (payment.isRecovery) book(lender, 'PEN recoveries', payment.amount);
    },
  },
  'record-recovery': {
    expects: (lender, { day }, { loanId, amount, valueDate }) => {
      const loan = lender.loans.get(loanId);
      if (!loan) return refused('loan_not_found');
      if (!loan.writtenOff) return refused('loan_not_written_off');
      if (valueDate > day) return refused('date_in_future');
      if (amount <= 0) return refused();
      return valueDate === day && amount <= principalLeft(loan) ? accepted : undefined;
    },
    learns: (lender, asked, input, outcome) => {
      receive(lender, asked, input, outcome, true);
      book(lender, 'PEN recoveries', -input.amount);
    },
  },
} satisfies Notes;

/** Principal that is certainly still owed: every céntimo that came in may have gone into it, and no more. */
export function principalLeft(loan: LoanModel): number {
  return loan.principal - loan.forgiven - sum([...loan.payments.values()].filter(counts).map(({ amount }) => amount));
}

export function counts(payment: PaymentModel): boolean {
  return !payment.reversed;
}

function receive(lender: LenderModel, asked: Asked, input: Input, outcome: Outcome, isRecovery: boolean): void {
  const account = moneyAccount(input);
  const isPlain = input.intent === undefined || input.intent === 'advance';
  notePayment(lender, input.loanId, Number(outcome['eventId']), {
    ...{ amount: input.amount, who: asked.who, isRecovery, account, isPlain, isWithheld: false },
  });
}

/** Money that came in for a loan, whoever took it. */
export function notePayment(
  lender: LenderModel,
  loanId: number,
  eventId: number,
  payment: Omit<PaymentModel, 'reversed'>,
): void {
  const loan = lender.loans.get(loanId);
  if (!loan) throw new Error('nobody has paid');
  loan.payments.set(eventId, { ...payment, reversed: false });
  lender.events += 1;
  lender.receipts += 1;
  book(lender, `PEN ${payment.account}`, payment.amount);
}
