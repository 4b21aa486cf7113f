import alliance from './defaults/alliance.json';
import costs from './defaults/costs.json';
import debtors from './defaults/debtors.json';
import harvests from './defaults/harvests.json';
import policy from './defaults/policy.json';
import prices from './defaults/prices.json';
import rateCaps from './defaults/rate-caps.json';
import risk from './defaults/risk.json';
import taxes from './defaults/taxes.json';
import yields from './defaults/yields.json';
import { faultOf } from './check-figures';
import { isParameterName, type ParameterName } from './kinds';
import type { Figures, Parameter } from './store';

/** A value that the program knows: published, or somebody's working assumption. */
export interface SeedValue {
  readonly name: string;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly status: string;
  readonly source: string;
  readonly figures: Figures;
}

export const SEED_VALUES: readonly SeedValue[] = [
  ...rateCaps,
  ...taxes,
  ...debtors,
  ...prices,
  ...yields,
  ...harvests,
  ...costs,
  ...policy,
  ...risk,
  ...alliance,
];

/** The value that a new institution would have on a date; nothing where the program knows none or it has ended. */
export function seedOn(name: ParameterName, date: string): Parameter | undefined {
  const value = SEED_VALUES.filter((one) => one.name === name && one.validFrom <= date)
    .toSorted((one, other) => (one.validFrom < other.validFrom ? -1 : 1))
    .at(-1);
  return value && (value.validTo ?? date) >= date ? seedParameter(value, '') : undefined;
}

/** A seed value as a row; it throws where a seed is wrong, which is a mistake of the program. */
export function seedParameter({ name, status, ...value }: SeedValue, recordedAt: string): Parameter {
  if (!isParameterName(name)) throw new Error(`the defaults name an unknown parameter ${name}`);
  if (status !== 'published' && status !== 'assumption')
    throw new Error(`${name}: ${status} is not a status of a default`);
  const fault = faultOf(name, value.figures);
  if (fault) throw new Error(`${name} from ${value.validFrom}: ${fault.reason} at ${fault.key}`);
  return { ...value, name, status, validTo: value.validTo ?? null, recordedAt, staffId: null };
}
