import type { CreditType, DebtorCategory } from './classification';
import { Decimal, HUNDRED, ZERO } from './decimal';
import { roundCentimos, sumOf, type Centimos } from './money';

export type SpecificCategory = Exclude<DebtorCategory, 'Normal'>;

/** Table 2, Table 3 and cash of Res. SBS 11356-2008; what nothing covers falls under Table 1. */
export type GuaranteeKind = 'preferred' | 'preferred-very-quick' | 'self-liquidating';

export interface Guarantee {
  readonly kind: GuaranteeKind;
  /** Its value as far as it secures this loan. */
  readonly amount: Centimos;
}

/** Percent of the balance, as a dated table (Res. SBS 11356-2008, chapter III, number 2.1). */
export interface ProvisionTable {
  readonly generic: Readonly<Record<CreditType, Decimal>>;
  readonly specific: Readonly<Record<'table1' | 'table2' | 'table3', Readonly<Record<SpecificCategory, Decimal>>>>;
  /** The least on what is covered by cash and the like, in every category. */
  readonly selfLiquidating: Decimal;
  /** Added to the generic rate of Normal while the rule is active (Annex I; off since Circular B-2224-2014). */
  readonly procyclical: Readonly<Record<CreditType, Decimal>>;
  readonly procyclicalActive: boolean;
  /** After so many months in the category, guarantees no longer help: 36 in Dudoso, 24 in Pérdida. */
  readonly guaranteeLapsesAfterMonths: Partial<Readonly<Record<SpecificCategory, number>>>;
}

export interface Exposure {
  readonly creditType: CreditType;
  readonly category: DebtorCategory;
  readonly balance: Centimos;
  readonly guarantees: readonly Guarantee[];
  readonly monthsInCategory: number;
}

export interface Provision {
  readonly generic: Centimos;
  readonly procyclical: Centimos;
  readonly specific: Centimos;
  readonly total: Centimos;
  /** What was provided for and at which rate, in the order in which guarantees are used up. */
  readonly parts: readonly ProvisionPart[];
}

export interface ProvisionPart {
  readonly cover: GuaranteeKind | 'none';
  readonly balance: Centimos;
  readonly percent: Decimal;
  readonly provision: Centimos;
}

/**
 * The provision that a loan requires. The best guarantee covers first, each up to its value; the rest is uncovered.
 * S/ 10,000 microempresa in Dudoso with a mortgage worth S/ 4,000: 4,000 × 30 % + 6,000 × 60 % = S/ 4,800. The same
 * loan in Normal: 1 % generic = S/ 100. Every part is rounded half-even to the céntimo.
 */
export function requiredProvision(exposure: Exposure, table: ProvisionTable): Provision {
  const parts = coveredParts(exposure, table).map(({ cover, balance }) => {
    const percent = percentOf(cover, exposure, table);
    return { cover, balance, percent, provision: percentOfAmount(balance, percent) };
  });
  const normal = exposure.category === 'Normal';
  const rated = sumOf(parts.map((part) => part.provision));
  const procyclical =
    normal && table.procyclicalActive ? percentOfAmount(exposure.balance, table.procyclical[exposure.creditType]) : 0;
  return { generic: normal ? rated : 0, procyclical, specific: normal ? 0 : rated, total: rated + procyclical, parts };
}

function coveredParts(
  exposure: Exposure,
  table: ProvisionTable,
): { cover: ProvisionPart['cover']; balance: Centimos }[] {
  const parts: { cover: ProvisionPart['cover']; balance: Centimos }[] = [];
  let uncovered = exposure.balance;
  for (const kind of coversInForce(exposure, table)) {
    const value = sumOf(exposure.guarantees.filter((one) => one.kind === kind).map((one) => one.amount));
    const balance = Math.min(value, uncovered);
    if (balance > 0) parts.push({ cover: kind, balance });
    uncovered -= balance;
  }
  if (uncovered > 0) parts.push({ cover: 'none', balance: uncovered });
  return parts;
}

const BEST_COVER_FIRST: readonly GuaranteeKind[] = ['self-liquidating', 'preferred-very-quick', 'preferred'];

/** Cash stays cash; a mortgage that has not been realised in years is worth nothing here. */
function coversInForce({ category, monthsInCategory }: Exposure, table: ProvisionTable): readonly GuaranteeKind[] {
  if (category === 'Normal') return BEST_COVER_FIRST;
  const lapseMonths = table.guaranteeLapsesAfterMonths[category] ?? Infinity;
  return monthsInCategory > lapseMonths ? ['self-liquidating'] : BEST_COVER_FIRST;
}

function percentOf(cover: ProvisionPart['cover'], { category, creditType }: Exposure, table: ProvisionTable): Decimal {
  if (category === 'Normal') {
    const generic = table.generic[creditType];
    return cover === 'self-liquidating' ? Decimal.max(generic, table.selfLiquidating) : generic;
  }
  if (cover === 'self-liquidating') return table.selfLiquidating;
  return table.specific[TABLE_OF[cover]][category];
}

const TABLE_OF = { none: 'table1', preferred: 'table2', 'preferred-very-quick': 'table3' } as const;

function percentOfAmount(amount: Centimos, percent: Decimal): Centimos {
  return roundCentimos(ZERO.plus(percent).times(amount).dividedBy(HUNDRED), 'half-even');
}
