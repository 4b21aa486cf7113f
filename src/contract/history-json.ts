import type { z } from 'zod';
import { harvestRows } from '../lending/harvest-calendar';
import type { IsoDate } from '../lending/dates';
import type { History, InstalmentState, LoanEvent, LoanState, Transaction } from '../lending/history';
import { decimalText } from '../lending/money';
import { isRefusal } from '../lending/refusal';
import { isContractError, refusalError, shapeError, type ContractError } from './contract-error';
import { eventShape, historyShape } from './history-shape';
import { instalmentJson } from './schedule-json';
import { parseTerms } from './terms-json';

export interface HistoryOn {
  readonly history: History;
  readonly asOf: IsoDate;
}

/** Reads contract 2. What the replay would refuse is still a history here. */
export function parseHistory(json: unknown): HistoryOn | ContractError {
  const parsed = historyShape.safeParse(json);
  if (!parsed.success) return shapeError(parsed.error);
  const terms = parseTerms(parsed.data.terms);
  if (isContractError(terms)) return under('terms', terms);
  const { asOf, events: entered, ...rest } = parsed.data;
  const events: LoanEvent[] = [];
  for (const [index, event] of entered.entries()) {
    const planned = withPlan(event, `events.${index}`);
    if (isContractError(planned)) return planned;
    events.push(planned);
  }
  return { history: { ...rest, terms, events }, asOf };
}

/** Reads one event of contract 2, as it is kept of a change of terms. */
export function parseLoanEvent(json: unknown): LoanEvent | ContractError {
  const parsed = eventShape.safeParse(json);
  return parsed.success ? withPlan(parsed.data, 'event') : shapeError(parsed.error);
}

function under(path: string, { error }: ContractError): ContractError {
  return { error: { ...error, path: error.path ? `${path}.${error.path}` : path } };
}

type EnteredEvent = z.infer<typeof historyShape>['events'][number];

/** A harvest plan of a reprogramming becomes the weighted one of its calendar, as in terms. */
function withPlan(event: EnteredEvent, path: string): LoanEvent | ContractError {
  if (event.type !== 'reprogramming') return event;
  const { instalments, ...rest } = event;
  if (instalments.plan !== 'harvest') return { ...rest, instalments };
  const rows = harvestRows(instalments, instalments);
  return isRefusal(rows) ? refusalError(rows, path) : { ...rest, instalments: { plan: 'weighted', rows } };
}

/** A loan's state as contract 2 prints it: amounts with two decimals, the transactions without disbursements. */
export function stateJson(state: LoanState): object {
  const { principal, interest, fees, penalties, lateInterest, total } = state.outstanding;
  return {
    status: state.status,
    daysLate: state.daysLate,
    ...(state.oldestUnpaidDue !== undefined && { oldestUnpaidDue: state.oldestUnpaidDue }),
    outstanding: amounts({ principal, interest, fees, penalties, lateInterest, total }),
    overpaid: decimalText(state.overpaid),
    ...(state.modification && { modification: state.modification }),
    ...(state.writtenOffOn !== undefined && { writtenOffOn: state.writtenOffOn }),
    instalments: state.instalments.map(instalmentStateJson),
    transactions: state.transactions.filter(({ type }) => type !== 'disbursement').map(transactionJson),
  };
}

function instalmentStateJson(row: InstalmentState): object {
  const { penalties, paid, outstanding, waived, lateInterest } = row;
  return {
    ...instalmentJson(row),
    ...amounts({ penalties, paid, outstanding }),
    ...(waived > 0 && amounts({ waived })),
    ...(lateInterest > 0 && amounts({ lateInterest })),
    ...(row.paidOn !== undefined && { paidOn: row.paidOn }),
  };
}

function transactionJson(transaction: Transaction): object {
  const { principal, interest, insurance, fees, penalties, lateInterest, overpaid } = transaction;
  return {
    id: transaction.id,
    date: transaction.date,
    ...amounts({ amount: transaction.amount, principal, interest, insurance, fees, penalties, lateInterest, overpaid }),
    reversed: transaction.reversed,
  };
}

function amounts(values: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, centimos]) => [name, decimalText(centimos)]));
}
