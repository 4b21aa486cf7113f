import { randomUUID } from 'node:crypto';
import { DEMO_PASSWORD, demoAccounts } from '../auth/demo-accounts';
import type { Clock } from '../clock';
import type { Config } from '../config';
import type { Knex } from '../db/connect';
import { spacedCode } from '../farmer-access/code';
import { issueActivationCode } from '../farmer-access/issue-activation-code';
import { STAFF_ROLES, type StaffRole } from '../web/user';
import { DEMO_MARK } from './stage';

/**
 * What is printed below the address: an account of every role, and for each lender a farmer with a code to link a
 * telephone with. Codes serve once and for a day, so each start issues new ones. Empty where there is no demo.
 */
export async function demoSignIns(db: Knex, config: Config, clock: Clock): Promise<string> {
  const demo = await demoAccounts({ db, config });
  if (!demo) return '';
  const staff = STAFF_ROLES.flatMap((role) => {
    const account = demo.accounts.find((one) => one.role === role);
    return account ? [`  ${ROLE_NAMES[role].padEnd(20)} ${account.user}`] : [];
  });
  const farmers = (await farmersToTry(db, clock.today())).map((farmer) => farmerLine(db, config, clock, farmer));
  return `
Datos de demostración. Todas las cuentas tienen la contraseña: ${DEMO_PASSWORD}
${staff.join('\n')}

Productores: en /mi-credito/activar, con el DNI y un código que sirve una vez y por 24 horas
${(await Promise.all(farmers)).join('\n')}
`;
}

const ROLE_NAMES: Readonly<Record<StaffRole, string>> = {
  officer: 'Asesora de negocios',
  manager: 'Jefa de negocios',
  cashier: 'Caja',
  risk: 'Riesgos',
  administrator: 'Administradora',
  auditor: 'Auditor',
  facilitator: 'Facilitadora',
  investor: 'Inversionista',
};

interface FarmerToTry {
  readonly institution_id: number;
  readonly institution: string;
  readonly farmer_id: number;
  readonly document_number: string;
  readonly officer_id: number;
}

/** Of each demo lender the first farmer who owes an instalment and is not late with it. */
async function farmersToTry(db: Knex, today: string): Promise<FarmerToTry[]> {
  const firstLoans = db('loan as l')
    .whereExists(
      db('command as c').whereRaw('c.institution_id = l.institution_id').where('c.id', DEMO_MARK).select(db.raw('1')),
    )
    .where('l.status', 'active')
    .where('l.next_due', '>', today)
    .groupBy('l.institution_id')
    .select('l.institution_id', db.raw('min(l.id) as id'));
  return (await db('loan as l')
    .join(firstLoans.as('first'), (on) => on.on('first.institution_id', 'l.institution_id').on('first.id', 'l.id'))
    .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
    .join('institution as i', 'i.id', 'l.institution_id')
    .orderBy('l.institution_id')
    .select(
      'l.institution_id',
      'i.name as institution',
      'l.farmer_id',
      'f.document_number',
      'f.officer_id',
    )) as FarmerToTry[];
}

async function farmerLine(db: Knex, config: Config, clock: Clock, farmer: FarmerToTry): Promise<string> {
  const { institution_id: institutionId, officer_id: id, farmer_id: farmerId } = farmer;
  const actor = { institutionId, kind: 'staff', id, role: 'officer', requestId: 'demo' } as const;
  const issued = await issueActivationCode(
    db,
    { clock, auditKey: config.auditKey, actor },
    { commandId: randomUUID(), farmerId, pepper: config.pinPepper },
  );
  if (issued.type === 'refused') throw new Error(`farmer ${farmerId} got no code: ${issued.reason}`);
  return `  ${farmer.institution.padEnd(26)} DNI ${farmer.document_number}   código ${spacedCode(issued.code)}`;
}
