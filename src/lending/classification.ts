/** The credit types of Res. SBS 11356-2008. A farmer who sells his crop is microempresa or pequeña empresa, never consumo. */
export type CreditType =
  | 'corporativo'
  | 'gran_empresa'
  | 'mediana_empresa'
  | 'pequena_empresa'
  | 'microempresa'
  | 'consumo_revolvente'
  | 'consumo_no_revolvente'
  | 'hipotecario_vivienda';

/** From best to worst. CPP is «con problemas potenciales». */
export const CATEGORIES = ['Normal', 'CPP', 'Deficiente', 'Dudoso', 'Perdida'] as const;
export type DebtorCategory = (typeof CATEGORIES)[number];

/** The last day late that still belongs to Normal, CPP, Deficiente and Dudoso; beyond the last one it is Pérdida. */
export type LastDaysLate = readonly [number, number, number, number];

/** Res. SBS 11356-2008, chapter II, as a dated table. */
export type ClassificationTable = Readonly<Record<CreditType, LastDaysLate>>;

/**
 * The category that a loan's days late give: a microempresa loan is Normal up to 8 days, CPP from 9 to 30, Deficiente
 * to 60, Dudoso to 120. For mediana empresa and above it is only the best category that may be given.
 */
export function categoryByDaysLate(type: CreditType, daysLate: number, table: ClassificationTable): DebtorCategory {
  const index = table[type].findIndex((lastDay) => daysLate <= lastDay);
  return index === -1 ? 'Perdida' : categoryAt(index);
}

/** The category belongs to the debtor: the worst of his loans in the institution. Without a loan, Normal. */
export function worstCategory(categories: readonly DebtorCategory[]): DebtorCategory {
  return categoryAt(Math.max(0, ...categories.map(rank)));
}

/** What another institution says of the same debtor, from the monthly Reporte Crediticio Consolidado. */
export interface SystemCategory {
  readonly category: DebtorCategory;
  /** Its part of the debtor's debt in the financial system. */
  readonly sharePercent: number;
}

export interface AlignmentRule {
  /** Institutions with a smaller part of the debt don't count: 20. */
  readonly fromSharePercent: number;
  /** How many levels better than theirs one's own category may be: 1. */
  readonly toleranceLevels: number;
}

/**
 * Alineamiento: own category Normal, another lender with 35 % of the debt says Dudoso, one level of tolerance: the
 * debtor is Deficiente here.
 */
export function alignedCategory(
  own: DebtorCategory,
  system: readonly SystemCategory[],
  rule: AlignmentRule,
): DebtorCategory {
  const floors = system
    .filter((other) => other.sharePercent >= rule.fromSharePercent)
    .map((other) => rank(other.category) - rule.toleranceLevels);
  return categoryAt(Math.max(rank(own), ...floors));
}

/** Refinancing alone makes Normal CPP and CPP Deficiente; the others keep theirs. */
export function categoryAtRefinancing(before: DebtorCategory): DebtorCategory {
  return before === 'Normal' ? 'CPP' : before === 'CPP' ? 'Deficiente' : before;
}

/** The next better one; Normal stays Normal. */
export function betterCategory(category: DebtorCategory): DebtorCategory {
  return categoryAt(Math.max(0, rank(category) - 1));
}

function rank(category: DebtorCategory): number {
  return CATEGORIES.indexOf(category);
}

function categoryAt(index: number): DebtorCategory {
  const category = CATEGORIES[index];
  if (category === undefined) throw new RangeError(`no debtor category ${index}`);
  return category;
}
