import type { Knex } from '../db/connect';
import type { Centimos } from '../lending/money';

export const APPROVING_ROLES = ['manager', 'risk', 'administrator'] as const;
export type ApprovingRole = (typeof APPROVING_ROLES)[number];

/** Nivel de autonomía: the largest loan that a role may approve from a date on. */
export interface ApprovalLevel {
  readonly role: ApprovingRole;
  readonly currency: string;
  readonly validFrom: string;
  readonly amountMax: Centimos;
}

/** The levels that hold on a date, the lowest first. */
export async function approvalLevelsOn(
  db: Knex,
  institutionId: number,
  currency: string,
  date: string,
): Promise<ApprovalLevel[]> {
  const levels = (await approvalLevelHistory(db, institutionId)).filter(
    (level) => level.currency === currency && level.validFrom <= date,
  );
  return APPROVING_ROLES.flatMap((role) => levels.find((level) => level.role === role) ?? []).toSorted(
    (one, other) => one.amountMax - other.amountMax,
  );
}

/** Every level that was ever set, the latest first. */
export async function approvalLevelHistory(db: Knex, institutionId: number): Promise<ApprovalLevel[]> {
  const rows = (await db('approval_level')
    .where({ institution_id: institutionId })
    .orderBy('valid_from', 'desc')
    .orderBy('currency')
    .orderBy('amount_max')) as LevelRow[];
  return rows.map((row) => ({
    role: row.role,
    currency: row.currency,
    validFrom: row.valid_from,
    amountMax: row.amount_max,
  }));
}

export async function insertApprovalLevels(
  trx: Knex.Transaction,
  institutionId: number,
  levels: readonly ApprovalLevel[],
): Promise<void> {
  await trx('approval_level').insert(
    levels.map(({ role, currency, validFrom, amountMax }) => ({
      institution_id: institutionId,
      role,
      currency,
      valid_from: validFrom,
      amount_max: amountMax,
    })),
  );
}

interface LevelRow {
  role: ApprovingRole;
  currency: string;
  valid_from: string;
  amount_max: Centimos;
}
