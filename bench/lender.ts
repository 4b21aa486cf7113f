import { addInvestor } from '../src/alliance/add-investor';
import { addPartnerOrganisation } from '../src/alliance/add-partner-organisation';
import { hashSecret } from '../src/auth/password';
import { fixedClock } from '../src/clock';
import type { Knex } from '../src/db/connect';
import { addStaff } from '../src/institutions/add-staff';
import { createInstitution } from '../src/institutions/create-institution';
import type { By } from '../src/ledger/by';
import { drawDown } from '../src/lines/draw-down';
import { openLine } from '../src/lines/open-line';
import { createProduct } from '../src/products/create-product';
import type { StaffRole } from '../src/web/user';

export const AUDIT_KEY = 'development-only-secret-change-me-in-production';
export const PASSWORD = 'tres palabras de prueba';
const FOUNDED = '2022-01-03T15:00:00.000Z';

const PEOPLE: Readonly<Record<string, StaffRole>> = {
  carmen: 'officer',
  marta: 'manager',
  celia: 'cashier',
  raul: 'risk',
  ana: 'administrator',
};

/** An institution that can lend: staff, one product and one line in soles with the money of all its loans. */
export interface Lender {
  readonly id: number;
  readonly staff: Readonly<Record<string, number>>;
  by(username: string, instant?: string): By;
}

/** Numbered from 1 in this order. */
export const ORGANISATIONS = ['Cooperativa Alto Huallaga', 'Cooperativa Naranjillo Nuevo', 'Asociación Río Tocache'];

/** The facilitator, its investor and the organisations of producers, once for a database. */
export interface Alliance {
  readonly by: By;
  readonly investorId: number;
}

export async function anAlliance(db: Knex): Promise<Alliance> {
  const { id } = await anInstitution(db, 'azmj', 'facilitator', { alicia: 'facilitator' });
  const by = actorOf(id, 1, 'facilitator', FOUNDED);
  const added = done(await addInvestor(db, by, { commandId: 'bench-investor', name: 'Fondo', country: 'NL' }));
  for (const [index, name] of ORGANISATIONS.entries()) {
    const commandId = `bench-organisation-${index}`;
    const kind = 'producer-organisation';
    done(await addPartnerOrganisation(db, by, { commandId, name, kind, departmentCode: '10', contact: '' }));
  }
  return { by, investorId: added.investorId };
}

export async function aLender(db: Knex, alliance: Alliance, code: string, drawn: number): Promise<Lender> {
  const lender = await anInstitution(db, code, 'lender', PEOPLE);
  await createProduct(db, lender.by('ana'), {
    commandId: 'bench-product',
    name: 'Cacao cosecha',
    creditType: 'microempresa',
    currency: 'PEN',
    plan: 'harvest',
    amountMin: 50_000,
    amountMax: 3_000_000,
    instalmentsMax: 12,
    ratePercent: '24.5',
    lateRatePercent: '16.5',
    unpaidInterest: 'carry',
    insurancePercent: '0',
    windowSharePercent: '50',
    disbursementFee: 0,
    instalmentFee: 0,
  }).then(done);
  const { lineId } = done(
    await openLine(db, alliance.by, {
      commandId: `bench-line-${code}`,
      institutionId: lender.id,
      investor: { id: alliance.investorId },
      name: 'Línea verde',
      currency: 'PEN',
      commitment: drawn,
      ratePercent: '8',
      revolving: true,
      availableFrom: '2022-01-01',
      availableUntil: '2040-12-31',
      maturesOn: '2045-12-31',
      regions: ['10', '22', '25'],
      products: [],
    }),
  );
  const drawing = {
    commandId: 'bench-drawing',
    institutionId: lender.id,
    lineId,
    amount: drawn,
    valueDate: '2022-01-03',
  };
  done(await drawDown(db, lender.by('marta'), drawing));
  return lender;
}

let passwordHash: Promise<string> | undefined;

async function anInstitution(
  db: Knex,
  code: string,
  kind: 'lender' | 'facilitator',
  people: Readonly<Record<string, StaffRole>>,
): Promise<Lender> {
  const world = { clock: fixedClock(FOUNDED), auditKey: AUDIT_KEY };
  const named = { code, name: `Caja ${code}`, kind, payAt: 'Agencia Tingo María' };
  const { institutionId } = await createInstitution(db, world, named);
  passwordHash ??= hashSecret(PASSWORD, { log2N: 10, r: 8, p: 1 });
  const staff: Record<string, number> = {};
  for (const [username, role] of Object.entries(people)) {
    const person = { username, name: username, role, passwordHash: await passwordHash, mustChangePassword: false };
    staff[username] = done(await addStaff(db, actorOf(institutionId, undefined, 'system', FOUNDED), person)).staffId;
  }
  const by = (username: string, instant = FOUNDED): By =>
    actorOf(institutionId, staff[username], people[username] ?? 'system', instant);
  return { id: institutionId, staff, by };
}

function actorOf(institutionId: number, id: number | undefined, role: string, instant: string): By {
  const kind = id === undefined ? 'system' : 'staff';
  const actor = { institutionId, kind, role, requestId: 'bench', ...(id !== undefined && { id }) } as const;
  return { actor, clock: fixedClock(instant), auditKey: AUDIT_KEY };
}

export function done<Outcome extends { readonly type: string }>(outcome: Outcome): Extract<Outcome, { type: 'done' }> {
  if (outcome.type !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome as Extract<Outcome, { type: 'done' }>;
}
