import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { inTransaction } from '../db/transaction';
import { openAccounts } from '../ledger/accounts';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { seedParameters } from '../parameters/seed-parameters';

export interface NewInstitution {
  /** Short and lower case: it stands behind the @ when people sign in. */
  readonly code: string;
  readonly name: string;
  readonly kind: 'lender' | 'facilitator';
  readonly ruc?: string;
  readonly phone?: string;
  /** Where farmers pay, as they would be told. */
  readonly payAt: string;
}

/** Institutions are numbered in one row that belongs to none of them. */
const NO_INSTITUTION = 0;

/** Makes an institution with its chart of accounts and the dated parameters that are known on that day. */
export async function createInstitution(
  db: Knex,
  by: Omit<By, 'actor'>,
  institution: NewInstitution,
): Promise<{ institutionId: number }> {
  return inTransaction(db, async (trx) => {
    const id = await nextNumber(trx, NO_INSTITUTION, 'institution');
    await trx('institution').insert({
      id,
      code: institution.code,
      name: institution.name,
      kind: institution.kind,
      ruc: institution.ruc ?? null,
      phone: institution.phone ?? null,
      pay_at: institution.payAt,
      created_at: by.clock.now(),
    });
    const system: By = { ...by, actor: { institutionId: id, kind: 'system', role: 'system', requestId: 'init' } };
    await openAccounts(trx, id);
    await seedParameters(trx, system);
    await recordDeed(trx, system, {
      action: 'institution-created',
      entity: 'institution',
      entityId: id,
      details: { code: institution.code, kind: institution.kind },
    });
    return { institutionId: id };
  });
}
