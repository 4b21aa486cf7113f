import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { faultOf } from './check-figures';
import { centimosOf } from '../lending/money';
import { APPROVING_ROLES, insertApprovalLevels, type ApprovalLevel } from '../products/approval-level-store';
import alliance from './defaults/alliance.json';
import approvalLevels from './defaults/approval-levels.json';
import costs from './defaults/costs.json';
import debtors from './defaults/debtors.json';
import harvests from './defaults/harvests.json';
import policy from './defaults/policy.json';
import prices from './defaults/prices.json';
import rateCaps from './defaults/rate-caps.json';
import taxes from './defaults/taxes.json';
import yields from './defaults/yields.json';
import { isParameterName, namesFor } from './kinds';
import { insertParameters, institutionKind, type Figures, type Parameter } from './store';

interface Default {
  readonly name: string;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly status: string;
  readonly source: string;
  readonly figures: Figures;
}

const DEFAULTS: readonly Default[] = [
  ...rateCaps,
  ...taxes,
  ...debtors,
  ...prices,
  ...yields,
  ...harvests,
  ...costs,
  ...policy,
  ...alliance,
];

/**
 * Gives a new institution the published figures and the working assumptions that the program knows, each with its source.
 * A cap that nobody has published yet is not among them: an administrator enters it.
 */
export async function seedParameters(trx: Knex.Transaction, by: By): Promise<number> {
  const { institutionId } = by.actor;
  const kind = await institutionKind(trx, institutionId);
  const names = new Set<string>(namesFor(kind));
  const values = DEFAULTS.filter((value) => names.has(value.name)).map((value) => checked(value, by.clock.now()));
  await insertParameters(trx, institutionId, values);
  if (kind === 'lender') await insertApprovalLevels(trx, institutionId, approvalLevels.map(levelOf));
  await recordDeed(trx, by, {
    action: 'parameters-seeded',
    entity: 'parameter',
    entityId: institutionId,
    details: { values: values.length },
    after: values,
  });
  return values.length;
}

function checked({ name, status, ...value }: Default, recordedAt: string): Parameter {
  if (!isParameterName(name)) throw new Error(`the defaults name an unknown parameter ${name}`);
  if (status !== 'published' && status !== 'assumption')
    throw new Error(`${name}: ${status} is not a status of a default`);
  const fault = faultOf(name, value.figures);
  if (fault) throw new Error(`${name} from ${value.validFrom}: ${fault.reason} at ${fault.key}`);
  return { ...value, name, status, validTo: value.validTo ?? null, recordedAt, staffId: null };
}

function levelOf(level: (typeof approvalLevels)[number]): ApprovalLevel {
  const role = APPROVING_ROLES.find((one) => one === level.role);
  if (!role) throw new Error(`the defaults name an unknown role ${level.role}`);
  return { role, currency: level.currency, validFrom: level.validFrom, amountMax: centimosOf(level.amountMax) };
}
