import { dayDifferences, loansKnownOn } from '../day-close/recompute';
import { engineOf, type Knex } from '../db/connect';
import { inSnapshot } from '../db/transaction';
import { lastClosedDay } from '../ledger/booking-date';
import { lineDifferences } from '../lines/recompute';
import { loanDifferences } from '../loans/recompute';
import { verifyAuditChain } from './audit-chain';
import { verifyClosedDays } from './closed-days';
import { verifyDeliveries } from './deliveries';
import { findingsOf, type Finding, type Findings } from './finding';
import { mentionsOf, verifyJournals } from './journals';
import { verifyLoansAgainstLedger, verifyTrialBalance } from './sums';

/** What was looked at in one institution. */
export interface Verified {
  readonly institutionId: number;
  readonly institutionName: string;
  readonly auditRows: number;
  readonly journals: number;
  readonly findings: readonly Finding[];
}

/**
 * Recomputes everything that is stored twice and compares: the chain of the audit trail from its first row, every
 * journal with its seal and its mention in the trail, the trial balance, the loans against the ledger, and the balances
 * of loans and lines against what was posted. Each institution is read as one moment. At most a thousand findings per
 * institution; none means that nothing was altered by anybody without the key.
 */
export async function verify(
  db: Knex,
  auditKey: string,
  progress: (verified: Verified) => void = () => undefined,
): Promise<Finding[]> {
  const institutions: { id: number; name: string }[] = await db('institution').orderBy('id').select('id', 'name');
  const all: Finding[] = [];
  for (const institution of institutions) {
    const verified = await inSnapshot(db, (trx) => verifyInstitution(trx, auditKey, institution));
    progress(verified);
    all.push(...verified.findings);
  }
  return all;
}

async function verifyInstitution(
  trx: Knex.Transaction,
  auditKey: string,
  { id, name }: { id: number; name: string },
): Promise<Verified> {
  if (engineOf(trx) === 'pg') await trx.raw('set local statement_timeout = 0');
  const findings = findingsOf(id);
  const mentions = mentionsOf(trx, id, findings);
  const auditRows = await verifyAuditChain(trx, id, auditKey, findings, mentions.add);
  const journals = await verifyJournals(trx, id, findings, mentions.times);
  await verifyTrialBalance(trx, id, findings);
  await verifyLoansAgainstLedger(trx, id, findings);
  await verifyLoans(trx, id, findings);
  await verifyLines(trx, id, findings);
  await verifyDeliveries(trx, id, findings);
  await verifyClosedDays(trx, id, findings);
  return { institutionId: id, institutionName: name, auditRows, journals, findings: findings.list };
}

/** Each loan against its events, and the last closed day against all of them. */
async function verifyLoans(trx: Knex.Transaction, institutionId: number, findings: Findings): Promise<void> {
  const date = await lastClosedDay(trx, institutionId);
  const known = date === undefined ? undefined : await loansKnownOn(trx, institutionId, date);
  for (const { loanId, what, stored, recomputed } of await loanDifferences(trx, institutionId, known?.visit)) {
    findings.add('loan_differs_from_history', loanId, `${what}: stored ${stored}, recomputed ${recomputed}`);
  }
  if (date === undefined || !known) return;
  for (const { what, stored, recomputed } of await dayDifferences(trx, institutionId, date, known.loans)) {
    findings.add('day_differs_from_loans', date, `${what}: stored ${stored}, recomputed ${recomputed}`);
  }
}

async function verifyLines(trx: Knex.Transaction, institutionId: number, findings: Findings): Promise<void> {
  for (const { lineId, balance, stored, recomputed } of await lineDifferences(trx, institutionId)) {
    findings.add('line_differs_from_movements', lineId, `${balance}: stored ${stored}, recomputed ${recomputed}`);
  }
}
