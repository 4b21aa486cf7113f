import { collectionDifferences } from '../collection-sheets/recompute';
import { dayDifferences, dayPiece, loansKnownOn, type DayPiece } from '../day-close/recompute';
import { engineOf, type Knex } from '../db/connect';
import { lastClosedDay } from '../ledger/booking-date';
import { lineDifferences } from '../lines/recompute';
import { loanDifferences } from '../loans/recompute';
import type { LoanRange } from '../loans/store';
import { verifyAuditChain } from './audit-chain';
import { verifyClosedDays } from './closed-days';
import { verifyDeliveries } from './deliveries';
import { findingsOf, type Finding, type Findings } from './finding';
import { verifyJournals } from './journals';
import { mentionsOf } from './mentions';
import { postedSums, verifyLoansAgainstLedger, verifyTrialBalance } from './sums';

/**
 * A piece of what is looked at in an institution: its books, from the audit trail to the closed days; the loans of a
 * range, each replayed from its events; and, when all of them are done, the last closed day as these loans lead to it.
 */
export type Task = { readonly institutionId: number } & (
  | { readonly part: 'books' }
  | { readonly part: 'loans'; readonly range: LoanRange }
  | { readonly part: 'day'; readonly pieces: readonly DayPiece[] }
);

export interface VerifiedTask {
  readonly institutionId: number;
  readonly findings: readonly Finding[];
  /** Both 0 of everything but the books. */
  readonly auditRows: number;
  readonly journals: number;
  /** Of loans, where a day has been closed. */
  readonly piece?: DayPiece;
}

/** What the tasks of the loans hand on to that of the day. */
export function piecesOf(loans: readonly VerifiedTask[]): DayPiece[] {
  return loans.flatMap(({ piece }) => piece ?? []);
}

/** Takes how many journals or loans have been looked at since it was last told. */
export type Walked = (howMany: number) => void;

export async function verifyTask(
  trx: Knex.Transaction,
  auditKey: string,
  task: Task,
  walked: Walked = () => undefined,
): Promise<VerifiedTask> {
  if (engineOf(trx) === 'pg') await giveTime(trx);
  const { institutionId: id } = task;
  const findings = findingsOf(id);
  const verified = { institutionId: id, findings: findings.list, auditRows: 0, journals: 0 };
  switch (task.part) {
    case 'books':
      return { ...verified, ...(await verifyBooks(trx, auditKey, id, findings, walked)) };
    case 'loans':
      return { ...verified, ...(await verifyLoans(trx, id, task.range, findings, walked)) };
    default:
      await verifyLastDay(trx, id, task.pieces, findings);
      return verified;
  }
}

/** A statement may look at everything an institution has; its pages are too small to be translated first. */
async function giveTime(trx: Knex.Transaction): Promise<void> {
  await trx.raw('set local statement_timeout = 0');
  await trx.raw('set local jit = off');
}

async function verifyBooks(trx: Knex.Transaction, auditKey: string, id: number, findings: Findings, walked: Walked) {
  const mentions = mentionsOf(trx, id, findings);
  const auditRows = await verifyAuditChain(trx, id, auditKey, findings, mentions.add);
  const sums = postedSums();
  const journals = await verifyJournals(trx, id, findings, mentions.times, sums.add, walked);
  verifyTrialBalance(sums, findings);
  await verifyLoansAgainstLedger(trx, id, sums, findings);
  await verifyLines(trx, id, findings);
  await verifyDeliveries(trx, id, findings);
  await verifyCollections(trx, id, findings);
  await verifyClosedDays(trx, id, findings);
  return { auditRows, journals };
}

/** Each loan against its events, with what the last closed day is held to. */
async function verifyLoans(
  trx: Knex.Transaction,
  id: number,
  range: LoanRange,
  findings: Findings,
  walked: Walked,
): Promise<Pick<VerifiedTask, 'piece'>> {
  const date = await lastClosedDay(trx, id);
  const known = date === undefined ? undefined : await loansKnownOn(trx, id, date);
  for (const { loanId, what, stored, recomputed } of await loanDifferences(trx, id, known?.visit, walked, range)) {
    findings.add('loan_differs_from_history', loanId, `${what}: stored ${stored}, recomputed ${recomputed}`);
  }
  return date !== undefined && known ? { piece: await dayPiece(trx, id, date, known.loans, range) } : {};
}

async function verifyLastDay(
  trx: Knex.Transaction,
  id: number,
  pieces: readonly DayPiece[],
  findings: Findings,
): Promise<void> {
  const date = await lastClosedDay(trx, id);
  if (date === undefined) return;
  for (const { what, stored, recomputed } of await dayDifferences(trx, id, date, pieces)) {
    findings.add('day_differs_from_loans', date, `${what}: stored ${stored}, recomputed ${recomputed}`);
  }
}

async function verifyCollections(trx: Knex.Transaction, institutionId: number, findings: Findings): Promise<void> {
  for (const { sheetId, what } of await collectionDifferences(trx, institutionId)) {
    findings.add('collection_not_reconciled', sheetId, what);
  }
}

async function verifyLines(trx: Knex.Transaction, institutionId: number, findings: Findings): Promise<void> {
  for (const { lineId, balance, stored, recomputed } of await lineDifferences(trx, institutionId)) {
    findings.add('line_differs_from_movements', lineId, `${balance}: stored ${stored}, recomputed ${recomputed}`);
  }
}
