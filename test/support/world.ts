import type { Express } from 'express';
import { pino } from 'pino';
import { createApp } from '../../src/app';
import { hashSecret } from '../../src/auth/password';
import { fixedClock, type Clock } from '../../src/clock';
import type { Knex } from '../../src/db/connect';
import { inTransaction } from '../../src/db/transaction';
import { createInstitution } from '../../src/institutions/create-institution';
import { addStaff } from '../../src/institutions/add-staff';
import type { By } from '../../src/ledger/by';
import type { StaffRole } from '../../src/web/user';
import { testConfig } from './config';
import { createTestDb } from './database';

/** What the tests call a normal working day. */
export const TODAY = '2026-11-23';

export const PASSWORD = 'tres palabras de prueba';

export interface World {
  readonly db: Knex;
  readonly app: Express;
  readonly clock: Clock;
  /** The lender most tests are about, another lender, and AZMJ. */
  readonly selva: Institution;
  readonly valle: Institution;
  readonly azmj: Institution;
}

export interface Institution {
  readonly id: number;
  readonly code: string;
  /** Staff number by username; see STAFF. */
  readonly staff: Readonly<Record<string, number>>;
  /** Somebody of the institution, for use cases: `by('carmen')`. */
  by(username: string): By;
}

/** Who works where; the username is the first name. Every lender has the same people. */
export const STAFF: Readonly<Record<string, StaffRole>> = {
  carmen: 'officer',
  julio: 'officer',
  marta: 'manager',
  pedro: 'manager',
  celia: 'cashier',
  raul: 'risk',
  ana: 'administrator',
  hugo: 'auditor',
};

export const FACILITATOR_STAFF: Readonly<Record<string, StaffRole>> = { alicia: 'facilitator', ines: 'investor' };

let passwordHash: Promise<string> | undefined;

/** Two lenders and the facilitator with staff of every role, their accounts and parameters, on a database of their own. */
export async function createWorld(today = TODAY): Promise<World> {
  return createWorldOn(await createTestDb(), fixedClock(`${today}T15:00:00.000Z`));
}

/** The same on a migrated database that the caller has opened. */
export async function createWorldOn(db: Knex, clock: Clock): Promise<World> {
  passwordHash ??= hashSecret(PASSWORD, { log2N: 10, r: 8, p: 1 });
  const hash = await passwordHash;
  const institution = async (code: string, name: string, kind: 'lender' | 'facilitator'): Promise<Institution> => {
    const people = kind === 'lender' ? STAFF : FACILITATOR_STAFF;
    const system = { clock, auditKey: testConfig.auditKey };
    return inTransaction(db, async (trx) => {
      const { institutionId } = await createInstitution(trx, system, {
        code,
        name,
        kind,
        payAt: 'Agencia Tingo María',
      });
      const actor = (id: number | undefined, role: string): By => ({
        ...system,
        actor: {
          institutionId,
          kind: id === undefined ? 'system' : 'staff',
          ...(id !== undefined && { id }),
          role,
          requestId: 'test',
        },
      });
      const staff: Record<string, number> = {};
      for (const [username, role] of Object.entries(people)) {
        const added = await addStaff(trx, actor(undefined, 'system'), {
          username,
          name: username[0]?.toUpperCase() + username.slice(1),
          role,
          passwordHash: hash,
          mustChangePassword: false,
          phone: '+51962000000',
        });
        if (added.type !== 'done') throw new Error(added.reason);
        staff[username] = added.staffId;
      }
      return {
        id: institutionId,
        code,
        staff,
        by: (username: string) => actor(staff[username], people[username] ?? 'system'),
      };
    });
  };
  const azmj = await institution('azmj', 'AZMJ', 'facilitator');
  const selva = await institution('selva', 'Caja Rural Selva Central', 'lender');
  const valle = await institution('valle', 'Cooperativa Valle Verde', 'lender');
  const app = createApp({
    db,
    clock,
    config: testConfig,
    logger: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
  });
  return { db, app, clock, selva, valle, azmj };
}
