import { isContractError } from '../contract/contract-error';
import { parseLoanEvent } from '../contract/history-json';
import type { Knex } from '../db/connect';
import { leanRows } from '../db/values';
import type { IsoDate } from '../lending/dates';
import { Decimal } from '../lending/decimal';
import type { DebtPart, History, LoanEvent } from '../lending/history';
import type { Centimos } from '../lending/money';
import type { Loan } from './store';

/** Over the counter, through a bank, or withheld from a harvest by the organisation that bought it. */
export type Channel = 'cash' | 'bank' | 'organisation';
export type Intent = 'prepay-reduce-term' | 'prepay-reduce-amount';

export type EventType = LoanEvent['type'];

/** Changes of terms, which are kept as contract 2 writes them. */
export type ChangeType = Extract<EventType, 'rate-change' | 'extra-grace' | 'reprogramming'>;

/** Something that happened to a loan, as it is stored; rows of this table never change. */
export interface StoredEvent {
  readonly id: number;
  readonly loanId: number;
  readonly type: EventType;
  readonly valueDate: IsoDate;
  readonly bookingDate: IsoDate;
  readonly recordedAt: string;
  /** Of a write-off the principal that left the books; 0 of a change of terms. */
  readonly amount: Centimos;
  readonly details: EventDetails;
  readonly reason: string;
  /** The event that this one takes back. */
  readonly reverses: number | null;
  readonly receiptNumber: number | null;
  readonly staffId: number;
}

export interface EventDetails {
  /** Of disbursements, repayments and recoveries. */
  readonly channel?: Channel;
  /** The delivery of beans that a repayment was withheld from. */
  readonly deliveryId?: number;
  readonly intent?: Intent;
  /** Of charges. */
  readonly kind?: 'fee' | 'penalty';
  readonly due?: IsoDate;
  /** Of waivers. */
  readonly part?: DebtPart | 'late-interest';
  /** Of changes of terms: the event of contract 2 without id, type and date. */
  readonly change?: Readonly<Record<string, unknown>>;
  /** The request that a second person approved. */
  readonly requestId?: number;
}

/** What the core replays: the contract and everything that happened, in order of entry. */
export function historyOf(loan: Loan, events: readonly StoredEvent[]): History {
  return {
    terms: loan.terms,
    allocation: loan.allocation,
    ...(Number(loan.lateRatePercent) > 0 && {
      lateInterest: { annualPercent: new Decimal(loan.lateRatePercent), on: 'overdue-principal' as const },
    }),
    events: events.map(loanEventOf),
  };
}

/**
 * The day that the stored balances stand for: the one on which the last event was entered. Nothing that is stored changes
 * with the days that merely pass.
 */
export function lastDayOf(events: readonly Pick<StoredEvent, 'valueDate' | 'bookingDate'>[]): IsoDate {
  let last = '';
  for (const { valueDate, bookingDate } of events) {
    if (valueDate > last) last = valueDate;
    if (bookingDate > last) last = bookingDate;
  }
  return last;
}

export function loanEventOf(event: Omit<StoredEvent, 'bookingDate' | 'recordedAt' | 'staffId'>): LoanEvent {
  const id = String(event.id);
  const { valueDate: date, amount, details } = event;
  switch (event.type) {
    case 'disbursement':
      return { id, type: 'disbursement', date, amount };
    case 'repayment':
      return { id, type: 'repayment', date, amount, ...(details.intent && { intent: details.intent }) };
    case 'charge':
      return { id, type: 'charge', kind: details.kind ?? 'fee', date, due: details.due ?? date, amount };
    case 'reversal':
      return { id, type: 'reversal', date, of: String(event.reverses) };
    case 'waiver':
      return { id, type: 'waiver', date, part: details.part ?? 'interest', amount };
    case 'write-off':
      return { id, type: 'write-off', date };
    case 'recovery':
      return { id, type: 'recovery', date, amount };
    default:
      return changeOfTerms({ ...details.change, id, type: event.type, date });
  }
}

function changeOfTerms(json: object): LoanEvent {
  const event = parseLoanEvent(json);
  if (isContractError(event)) throw new Error(`a stored change of terms cannot be read: ${event.error.message}`);
  return event;
}

/** In order of entry. */
export async function eventsOf(db: Knex, institutionId: number, loanId: number): Promise<StoredEvent[]> {
  const rows = (await db('loan_event')
    .where({ institution_id: institutionId, loan_id: loanId })
    .orderBy('id')) as EventRow[];
  return rows.map(eventOf);
}

/** The events of the loans of a range of numbers by loan, each in order of entry; a loan without any is not in it. */
export async function eventsOfRange(
  db: Knex,
  institutionId: number,
  first: number,
  last: number,
): Promise<Map<number, StoredEvent[]>> {
  const range = db('loan_event').where({ institution_id: institutionId }).whereBetween('loan_id', [first, last]);
  const byLoan = new Map<number, StoredEvent[]>();
  for (const row of await leanRows<EventRow>(range.orderBy(['loan_id', 'id']), EVENT_COLUMNS)) {
    const ofLoan = byLoan.get(row.loan_id);
    if (ofLoan) ofLoan.push(eventOf(row));
    else byLoan.set(row.loan_id, [eventOf(row)]);
  }
  return byLoan;
}

/** The events of several loans by loan, each in order of entry. */
export async function eventsOfLoans(
  db: Knex,
  institutionId: number,
  loanIds: readonly number[],
): Promise<Map<number, StoredEvent[]>> {
  const rows = (await db('loan_event')
    .where({ institution_id: institutionId })
    .whereIn('loan_id', loanIds)
    .orderBy(['loan_id', 'id'])) as EventRow[];
  const byLoan = new Map<number, StoredEvent[]>(loanIds.map((id) => [id, []]));
  for (const row of rows) byLoan.get(row.loan_id)?.push(eventOf(row));
  return byLoan;
}

export async function insertEvent(
  trx: Knex.Transaction,
  institutionId: number,
  event: StoredEvent,
  commandId: string,
  reversedStaffId: number | null,
): Promise<void> {
  await trx('loan_event').insert({
    institution_id: institutionId,
    id: event.id,
    loan_id: event.loanId,
    type: event.type,
    value_date: event.valueDate,
    booking_date: event.bookingDate,
    recorded_at: event.recordedAt,
    amount: event.amount,
    details: JSON.stringify(event.details),
    reason: event.reason,
    reverses: event.reverses,
    reversed_staff_id: reversedStaffId,
    receipt_number: event.receiptNumber,
    staff_id: event.staffId,
    command_id: commandId,
  });
}

interface EventRow {
  id: number;
  loan_id: number;
  type: EventType;
  value_date: string;
  booking_date: string;
  recorded_at: string;
  amount: Centimos;
  details: string;
  reason: string;
  reverses: number | null;
  receipt_number: number | null;
  staff_id: number;
}

const EVENT_COLUMNS: readonly (keyof EventRow)[] = [
  ...(['id', 'loan_id', 'type', 'value_date', 'booking_date', 'recorded_at', 'amount', 'details'] as const),
  ...(['reason', 'reverses', 'receipt_number', 'staff_id'] as const),
];

function eventOf(row: EventRow): StoredEvent {
  return {
    id: row.id,
    loanId: row.loan_id,
    type: row.type,
    valueDate: row.value_date,
    bookingDate: row.booking_date,
    recordedAt: row.recorded_at,
    amount: row.amount,
    details: JSON.parse(row.details) as EventDetails,
    reason: row.reason,
    reverses: row.reverses,
    receiptNumber: row.receipt_number,
    staffId: row.staff_id,
  };
}
