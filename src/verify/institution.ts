import { collectionDifferences } from '../collection-sheets/recompute';
import { dayDifferences, loansKnownOn } from '../day-close/recompute';
import { engineOf, type Knex } from '../db/connect';
import { lastClosedDay } from '../ledger/booking-date';
import { lineDifferences } from '../lines/recompute';
import { loanDifferences } from '../loans/recompute';
import { verifyAuditChain } from './audit-chain';
import { verifyClosedDays } from './closed-days';
import { verifyDeliveries } from './deliveries';
import { findingsOf, type Finding, type Findings } from './finding';
import { verifyJournals } from './journals';
import { mentionsOf } from './mentions';
import { postedSums, verifyLoansAgainstLedger, verifyTrialBalance } from './sums';

/**
 * What is looked at in an institution, in two parts that ask nothing of each other: its books, from the audit trail to
 * the closed days, and its loans, each replayed from its events.
 */
export const PARTS = ['books', 'loans'] as const;
export type Part = (typeof PARTS)[number];

export interface VerifiedPart {
  readonly institutionId: number;
  readonly part: Part;
  /** Both 0 of the loans. */
  readonly auditRows: number;
  readonly journals: number;
  readonly findings: readonly Finding[];
}

/** Takes how many journals or loans have been looked at since it was last told. */
export type Walked = (howMany: number) => void;

export async function verifyPart(
  trx: Knex.Transaction,
  auditKey: string,
  institutionId: number,
  part: Part,
  walked: Walked = () => undefined,
): Promise<VerifiedPart> {
  if (engineOf(trx) === 'pg') await giveTime(trx);
  const findings = findingsOf(institutionId);
  const counted =
    part === 'books'
      ? await verifyBooks(trx, auditKey, institutionId, findings, walked)
      : await verifyLoans(trx, institutionId, findings, walked);
  return { institutionId, part, ...counted, findings: findings.list };
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

/** Each loan against its events, and the last closed day against all of them. */
async function verifyLoans(trx: Knex.Transaction, id: number, findings: Findings, walked: Walked) {
  const date = await lastClosedDay(trx, id);
  const known = date === undefined ? undefined : await loansKnownOn(trx, id, date);
  for (const { loanId, what, stored, recomputed } of await loanDifferences(trx, id, known?.visit, walked)) {
    findings.add('loan_differs_from_history', loanId, `${what}: stored ${stored}, recomputed ${recomputed}`);
  }
  if (date !== undefined && known) {
    for (const { what, stored, recomputed } of await dayDifferences(trx, id, date, known.loans)) {
      findings.add('day_differs_from_loans', date, `${what}: stored ${stored}, recomputed ${recomputed}`);
    }
  }
  return { auditRows: 0, journals: 0 };
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
