/**
 * The figures that a regulator sets or that somebody assumes. Each name is a small table of figures with one history of
 * dated values; nothing of it is a constant in code.
 */
export interface ParameterKind {
  readonly of: 'lender' | 'facilitator' | 'both';
  readonly figures: readonly Figure[];
  /** The figures are shares of a whole and must add up to 100. */
  readonly sharesOfWhole?: true;
  /** Holds for a period that the source names: the day after it, the value is not known. */
  readonly ends?: true;
}

export interface Figure {
  readonly key: string;
  readonly min: number;
  readonly max: number;
  /** Days, months and the like. */
  readonly whole?: true;
}

export const PARAMETER_NAMES = [
  'rate-cap.PEN',
  'rate-cap.USD',
  'exchange-rate.USD',
  'uit',
  'itf',
  'debtor-classification',
  'overdue-balance',
  'provisions',
  'farm-gate-price.ccn51',
  'farm-gate-price.fine-native',
  'yield-curve.ccn51',
  'yield-curve.fine-native',
  'yield-haircut',
  'wet-dry-factor',
  'bean-delivery',
  'harvest-months.10',
  'harvest-months.22',
  'harvest-months.25',
  'harvest-windows',
  'production-cost',
  'care-months',
  'capacity-share',
  'stress',
  'harvest-risk',
  'stress-coverage',
  'concentration-caps',
  'expected-loss',
  'line-report',
  'application-life',
  'reminders',
  'alliance-targets',
] as const;

export type ParameterName = (typeof PARAMETER_NAMES)[number];

const percent = (key: string, max = 100): Figure => ({ key, min: 0, max });
const whole = (key: string, min: number, max: number): Figure => ({ key, min, max, whole: true });
const days = (key: string): Figure => whole(key, 0, 3650);
const month = (key: string): Figure => whole(key, 1, 12);
const soles = (key: string, max = 1_000_000): Figure => ({ key, min: 0, max });

export const MONTH_KEYS = Array.from({ length: 12 }, (_, index) => `month.${index + 1}`);
export const YEAR_KEYS = Array.from({ length: 25 }, (_, index) => `year.${index + 1}`);

/** Two windows of the campaña grande and one of the campaña chica; each pays one instalment. */
export const WINDOW_KEYS = ['main1', 'main2', 'minor'] as const;

/** The credit types of Res. SBS 11356-2008 and the categories below Normal, in the order of the regulation. */
export const CREDIT_TYPES = [
  'microempresa',
  'pequena_empresa',
  'mediana_empresa',
  'gran_empresa',
  'corporativo',
  'consumo_revolvente',
  'consumo_no_revolvente',
  'hipotecario_vivienda',
] as const;
export const SPECIFIC_CATEGORIES = ['CPP', 'Deficiente', 'Dudoso', 'Perdida'] as const;
export const SPECIFIC_TABLES = ['table1', 'table2', 'table3'] as const;
/** Where the unpaid instalments alone are overdue first, and the whole balance later. */
export const TWO_STEP_TYPES = ['consumo_revolvente', 'consumo_no_revolvente', 'hipotecario_vivienda'] as const;
/** The categories that have a last day late; beyond Dudoso it is Pérdida. */
export const BOUNDED_CATEGORIES = ['Normal', 'CPP', 'Deficiente', 'Dudoso'] as const;

/** What a part of the portfolio may be concentrated in; each has a cap in percent. */
export const CAPPED_CUTS = ['department', 'district', 'organisation', 'variety', 'next-due', 'borrower'] as const;

/** How far a loan is from default: up to date, late within the first backstop, late beyond it, its terms changed. */
export const DEFAULT_BUCKETS = ['current', 'early', 'late', 'refinanced'] as const;
/** What stands behind a loan: nothing but the household, or an organisation that withholds from the harvest. */
export const SECURITIES = ['unsecured', 'organisation'] as const;

const rateCap: ParameterKind = {
  of: 'lender',
  figures: [percent('compensatory', 1000), percent('moratory', 1000)],
  ends: true,
};
const months: ParameterKind = { of: 'lender', figures: MONTH_KEYS.map((key) => percent(key)), sharesOfWhole: true };
const yieldCurve: ParameterKind = { of: 'lender', figures: YEAR_KEYS.map((key) => ({ key, min: 0, max: 5000 })) };
const farmGatePrice: ParameterKind = { of: 'lender', figures: [soles('perKg', 200)] };

export const PARAMETER_KINDS: Readonly<Record<ParameterName, ParameterKind>> = {
  'rate-cap.PEN': rateCap,
  'rate-cap.USD': rateCap,
  'exchange-rate.USD': { of: 'both', figures: [{ key: 'perDollar', min: 0.5, max: 20 }] },
  uit: { of: 'lender', figures: [soles('amount')] },
  itf: { of: 'lender', figures: [percent('rate', 5)] },
  'debtor-classification': {
    of: 'lender',
    figures: CREDIT_TYPES.flatMap((type) => BOUNDED_CATEGORIES.map((category) => days(`${type}.${category}`))),
  },
  'overdue-balance': {
    of: 'lender',
    figures: [
      ...CREDIT_TYPES.map((type) => days(`wholeBalance.${type}`)),
      ...TWO_STEP_TYPES.map((type) => days(`unpaidInstalments.${type}`)),
    ],
  },
  provisions: {
    of: 'lender',
    figures: [
      ...CREDIT_TYPES.map((type) => percent(`generic.${type}`)),
      ...SPECIFIC_TABLES.flatMap((table) => SPECIFIC_CATEGORIES.map((category) => percent(`${table}.${category}`))),
      percent('selfLiquidating'),
      ...CREDIT_TYPES.map((type) => percent(`procyclical.${type}`)),
      whole('procyclicalActive', 0, 1),
      whole('guaranteeLapsesAfterMonths.Dudoso', 0, 600),
      whole('guaranteeLapsesAfterMonths.Perdida', 0, 600),
    ],
  },
  'farm-gate-price.ccn51': farmGatePrice,
  'farm-gate-price.fine-native': farmGatePrice,
  'yield-curve.ccn51': yieldCurve,
  'yield-curve.fine-native': yieldCurve,
  'yield-haircut': { of: 'lender', figures: [{ key: 'factor', min: 0, max: 1 }] },
  'wet-dry-factor': { of: 'lender', figures: [{ key: 'factor', min: 0.1, max: 1 }] },
  'bean-delivery': {
    of: 'lender',
    figures: [
      percent('standardMoisture', 50),
      percent('lowestMoisture', 50),
      percent('highestMoisture', 50),
      percent('ofCurve', 1000),
    ],
  },
  'harvest-months.10': months,
  'harvest-months.22': months,
  'harvest-months.25': months,
  'harvest-windows': {
    of: 'lender',
    figures: WINDOW_KEYS.flatMap((window) => [
      month(`${window}.fromMonth`),
      month(`${window}.toMonth`),
      month(`${window}.dueMonth`),
      whole(`${window}.dueDay`, 1, 31),
    ]),
  },
  'production-cost': { of: 'lender', figures: [soles('perHectareYear'), soles('perKg', 200)] },
  'care-months': months,
  'capacity-share': { of: 'lender', figures: [percent('ofSurplus')] },
  stress: { of: 'lender', figures: [percent('priceFall'), percent('yieldFall')] },
  'harvest-risk': {
    of: 'lender',
    figures: [
      percent('priceVolatility', 200),
      percent('regionVolatility', 200),
      percent('regionCorrelation'),
      percent('farmVolatility', 200),
      percent('lossGivenShortfall'),
    ],
  },
  'stress-coverage': { of: 'lender', figures: [percent('coveredAtLeast')] },
  'concentration-caps': {
    of: 'lender',
    figures: [...CAPPED_CUTS.map((cut) => percent(cut)), percent('top20'), whole('hhi', 0, 10_000)],
  },
  'expected-loss': {
    of: 'lender',
    figures: [
      days('stage2AfterDays'),
      days('stage3FromDays'),
      ...DEFAULT_BUCKETS.map((bucket) => percent(`defaultIn12Months.${bucket}`)),
      ...SECURITIES.map((security) => percent(`lossGivenDefault.${security}`)),
      whole('historyLoans', 1, 1_000_000),
    ],
  },
  'line-report': {
    of: 'lender',
    figures: [whole('youngFrom', 14, 99), whole('youngTo', 14, 99), whole('farmersShownFrom', 1, 100)],
  },
  'application-life': { of: 'lender', figures: [whole('days', 1, 730)] },
  reminders: {
    of: 'lender',
    figures: [whole('daysBefore', 0, 60), whole('daysAfter', 1, 60), whole('fromHour', 0, 23), whole('toHour', 1, 24)],
  },
  'alliance-targets': {
    of: 'facilitator',
    figures: [
      whole('organisations', 0, 100_000),
      { key: 'hectares', min: 0, max: 10_000_000 },
      whole('farmers', 0, 10_000_000),
      { key: 'investmentUsd', min: 0, max: 100_000_000_000 },
    ],
  },
};

export function isParameterName(text: string): text is ParameterName {
  return (PARAMETER_NAMES as readonly string[]).includes(text);
}

/** The names whose values an institution of this kind keeps, in the order of the page. */
export function namesFor(kind: 'lender' | 'facilitator'): ParameterName[] {
  return PARAMETER_NAMES.filter((name) => PARAMETER_KINDS[name].of === kind || PARAMETER_KINDS[name].of === 'both');
}
