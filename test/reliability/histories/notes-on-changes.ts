import type { LoanModel } from './notes-on-loans';
import { accepted, isManager, refused, type LenderModel, type Notes } from './notebook';

export interface RequestModel {
  readonly loanId: number;
  readonly by: string;
  readonly kind: string;
  /** Of the principal: interest that is forgiven pays none of it, whether it is ever earned or not. */
  readonly forgives: number;
  open: boolean;
}

/** Charges, changes that one person asks for and another decides, and suits. */
export const NOTES_ON_CHANGES = {
  'charge-loan': {
    expects: (lender, { day, who }, { loanId, ...input }) => {
      if (!isManager(who)) return refused('role_not_allowed');
      const loan = lender.loans.get(loanId);
      if (!loan) return refused('loan_not_found');
      if (loan.writtenOff) return refused('loan_closed');
      return input.due < day ? refused() : undefined;
    },
    learns: (lender, _asked, { loanId }) => {
      lender.events += 1;
      change(lender, loanId);
    },
  },
  'request-change': {
    expects: (lender, { who }, { loanId }) => {
      if (who === 'celia') return refused('role_not_allowed');
      const loan = lender.loans.get(loanId);
      if (!loan) return refused('loan_not_found');
      if ([...lender.requests.values()].some((one) => one.open && one.loanId === loanId)) {
        return refused('already_requested');
      }
      return loan.writtenOff ? refused('loan_closed') : undefined;
    },
    learns: (lender, { who }, { loanId, amount, ...input }, outcome) => {
      const { part } = input.details;
      const forgives = part === 'principal' ? amount : 0;
      const request = { loanId, by: who, kind: input.kind, forgives, open: true };
      lender.requests.set(Number(outcome['requestId']), request);
    },
  },
  'decide-change': {
    expects: (lender, { who }, input) => {
      const request = lender.requests.get(input.requestId);
      if (!request) return refused('request_not_found');
      if (!isManager(who)) return refused();
      if (!request.open) return refused('already_decided');
      if (request.by === who) return refused('same_person');
      if (input.decision === 'denied') return input.reason === '' ? refused('reason_needed') : accepted;
      return undefined;
    },
    learns: (lender, _asked, input) => {
      const request = lender.requests.get(input.requestId);
      if (!request) throw new Error('a request of nobody was decided');
      request.open = false;
      if (input.decision === 'denied') return;
      lender.events += 1;
      const loan = change(lender, request.loanId);
      loan.forgiven += request.forgives;
      loan.writtenOff ||= request.kind === 'write-off';
    },
  },
  'withdraw-change': {
    expects: (lender, { who }, input) => {
      const request = lender.requests.get(input.requestId);
      if (!request) return refused('request_not_found');
      if (!request.open) return refused('already_decided');
      return request.by === who ? accepted : refused('not_the_requester');
    },
    learns: (lender, _asked, input) => {
      const request = lender.requests.get(input.requestId);
      if (request) request.open = false;
    },
  },
  'file-suit': {
    expects: (lender, { who }, { loanId }) => {
      if (!isManager(who)) return refused('role_not_allowed');
      const loan = lender.loans.get(loanId);
      if (!loan) return refused('loan_not_found');
      return loan.writtenOff || loan.inCourt ? refused() : undefined;
    },
    learns: (lender, _asked, { loanId }) => sue(lender, loanId, true),
  },
  'end-suit': {
    expects: (lender, _asked, { loanId }) => {
      const loan = lender.loans.get(loanId);
      if (!loan) return refused('loan_not_found');
      return loan.inCourt ? undefined : refused();
    },
    learns: (lender, _asked, { loanId }) => sue(lender, loanId, false),
  },
} satisfies Notes;

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
