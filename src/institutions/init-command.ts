import { parseArgs } from 'node:util';
import { hashSecret } from '../auth/password';
import type { Clock } from '../clock';
import type { Config } from '../config';
import type { Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import { addStaff } from './add-staff';
import { createInstitution } from './create-institution';
import { oneTimePassword } from './one-time-password';
import { findInstitutionByCode } from './store';

const USAGE = `mazorca init --code selva --name "Caja Rural Selva Central" [--kind lender|facilitator]
             [--phone 062561234] [--pay-at "Agencia Tingo María, Av. Raymondi 123"]
             [--admin admin] [--admin-name "Ana Torres"]
`;

/** Makes an institution and its first administrator with a password to be used once. */
export async function initCommand(db: Knex, config: Config, clock: Clock, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      code: { type: 'string' },
      name: { type: 'string' },
      kind: { type: 'string', default: 'lender' },
      phone: { type: 'string' },
      'pay-at': { type: 'string', default: '' },
      admin: { type: 'string', default: 'admin' },
      'admin-name': { type: 'string', default: 'Administrador' },
    },
  });
  const { code, name, kind, admin } = values;
  if (!code || !name || !/^[a-z][a-z0-9]{2,29}$/.test(code) || (kind !== 'lender' && kind !== 'facilitator')) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (await findInstitutionByCode(db, code)) {
    process.stderr.write(`Ya existe una institución con el código ${code}.\n`);
    return 1;
  }
  const password = oneTimePassword();
  const passwordHash = await hashSecret(password);
  await inTransaction(db, async (trx) => {
    const by = { clock, auditKey: config.auditKey };
    const { institutionId } = await createInstitution(trx, by, {
      code,
      name,
      kind,
      payAt: values['pay-at'],
      ...(values.phone !== undefined && { phone: values.phone }),
    });
    const actor = { institutionId, kind: 'system', role: 'system', requestId: 'init' } as const;
    await addStaff(
      trx,
      { ...by, actor },
      {
        username: admin,
        name: values['admin-name'],
        role: kind === 'facilitator' ? 'facilitator' : 'administrator',
        passwordHash,
        mustChangePassword: true,
      },
    );
  });
  process.stdout.write(`Institución creada: ${name}
Usuario:    ${admin}@${code}
Contraseña: ${password}
La contraseña sirve una vez: al ingresar se cambia.
`);
  return 0;
}
