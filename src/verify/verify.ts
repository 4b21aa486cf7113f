import type { Knex } from '../db/connect';
import { inSnapshot } from '../db/transaction';
import { EVERY_LOAN } from '../loans/store';
import { findingsOf, type Finding } from './finding';
import { piecesOf, verifyTask, type Task, type VerifiedTask } from './institution';

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
  const all: Finding[] = [];
  for (const institution of await institutionsOf(db)) {
    const parts = await inSnapshot(db, async (trx) => {
      const ask = (task: Task): Promise<VerifiedTask> => verifyTask(trx, auditKey, task);
      const { id: institutionId } = institution;
      const books = await ask({ institutionId, part: 'books' });
      const loans = await ask({ institutionId, part: 'loans', range: EVERY_LOAN });
      return [books, loans, await ask({ institutionId, part: 'day', pieces: piecesOf([loans]) })];
    });
    const verified = verifiedOf(institution, parts);
    progress(verified);
    all.push(...verified.findings);
  }
  return all;
}

export interface NamedInstitution {
  readonly id: number;
  readonly name: string;
}

export async function institutionsOf(db: Knex): Promise<NamedInstitution[]> {
  return db('institution').orderBy('id').select('id', 'name');
}

/** The books first, then the loans from the first to the last, then the day. */
export function verifiedOf({ id, name }: NamedInstitution, parts: readonly VerifiedTask[]): Verified {
  const findings = findingsOf(id);
  for (const { kind, where, detail } of parts.flatMap((part) => part.findings)) findings.add(kind, where, detail);
  return {
    institutionId: id,
    institutionName: name,
    auditRows: parts.reduce((sum, { auditRows }) => sum + auditRows, 0),
    journals: parts.reduce((sum, { journals }) => sum + journals, 0),
    findings: findings.list,
  };
}
