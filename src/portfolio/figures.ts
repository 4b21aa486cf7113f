import type { Centimos } from '../lending/money';
import {
  ageingOf,
  atRisk,
  BANDS,
  CGAP_BANDS,
  grossOf,
  inBand,
  PAR_DAYS,
  segmentOf,
  type Band,
  type ParDays,
  type SegmentRow,
  type Slice,
} from './ageing';
import type { Dimension } from './store';

/**
 * Loans that are late for as long and belong to the same member. What a closed day did not keep is null: `overdue` in the
 * books (vencida and in court), `refinanced` in the books, `modified` however it stands there, `untested` because nothing
 * of it has fallen due yet, `provision` set aside.
 */
export interface PartRow extends SegmentRow {
  readonly overdue: Centimos | null;
  readonly refinanced: Centimos | null;
  readonly modified: Centimos | null;
  readonly untested: Centimos | null;
  readonly provision: Centimos | null;
}

export interface MemberRow extends PartRow {
  readonly dimension: 'all' | Dimension;
  /** Of the dimension; empty for all. */
  readonly member: string;
}

/** The figures of a portfolio or of a part of it. */
export interface Figures {
  readonly loans: number;
  readonly gross: Centimos;
  readonly risk: readonly Risk[];
  readonly bands: readonly BandSlice[];
  readonly cgapBands: readonly BandSlice[];
  readonly overdue: Centimos | null;
  readonly refinanced: Centimos | null;
  readonly untested: Centimos | null;
  readonly provision: Centimos | null;
}

export interface Risk extends Slice {
  readonly days: ParDays;
  /** With the principal of loans whose terms were changed and that are not as late: no loan counts twice. */
  readonly withModified: Centimos | null;
}

export interface BandSlice extends Slice {
  readonly band: Band;
}

export interface Member extends Figures {
  readonly key: string;
}

export interface Portfolio {
  readonly whole: Figures;
  /** The members of each dimension, the largest first; none of a dimension of which nothing is known. */
  readonly by: Readonly<Record<Dimension, readonly Member[]>>;
}

/** Puts the rows of each member together. */
export function portfolioOf(rows: readonly MemberRow[]): Portfolio {
  return {
    whole: figuresOf(rows.filter(({ dimension }) => dimension === 'all')),
    by: {
      department: membersOf(rows, 'department'),
      product: membersOf(rows, 'product'),
      officer: membersOf(rows, 'officer'),
      organisation: membersOf(rows, 'organisation'),
      line: membersOf(rows, 'line'),
    },
  };
}

function membersOf(rows: readonly MemberRow[], dimension: Dimension): Member[] {
  const groups = new Map<string, MemberRow[]>();
  for (const row of rows) {
    if (row.dimension !== dimension) continue;
    const group = groups.get(row.member);
    if (group) group.push(row);
    else groups.set(row.member, [row]);
  }
  return [...groups]
    .map(([key, group]) => ({ key, ...figuresOf(group) }))
    .toSorted((one, other) => other.gross - one.gross || (one.key < other.key ? -1 : 1));
}

export function figuresOf(rows: readonly PartRow[]): Figures {
  const ageing = ageingOf(rows);
  const { loans, principal } = grossOf(ageing);
  return {
    loans,
    gross: principal,
    risk: PAR_DAYS.map((days) => riskOf(rows, days)),
    bands: BANDS.map((band) => ({ band, ...inBand(ageing, band) })),
    cgapBands: CGAP_BANDS.map((band) => ({ band, ...inBand(ageing, band) })),
    overdue: sumOf(rows, 'overdue'),
    refinanced: sumOf(rows, 'refinanced'),
    untested: sumOf(rows, 'untested'),
    provision: sumOf(rows, 'provision'),
  };
}

function riskOf(rows: readonly PartRow[], days: ParDays): Risk {
  const late = atRisk(ageingOf(rows), days);
  const modified = sumOf(
    rows.filter((row) => row.segment <= segmentOf(days)),
    'modified',
  );
  return { days, ...late, withModified: modified === null ? null : late.principal + modified };
}

/** Nothing where one of the rows does not say. */
function sumOf(rows: readonly PartRow[], name: Exclude<keyof PartRow, keyof SegmentRow>): Centimos | null {
  return rows.reduce<Centimos | null>((sum, row) => {
    const amount = row[name];
    return sum === null || amount === null ? null : sum + amount;
  }, 0);
}

export function riskOver(figures: Figures, days: ParDays): Risk {
  const risk = figures.risk.find((one) => one.days === days);
  if (!risk) throw new Error(`no portfolio at risk for ${days} days`);
  return risk;
}

/** Cartera de alto riesgo: overdue, refinanced and restructured. */
export function highRiskOf({ overdue, refinanced }: Figures): Centimos | null {
  return overdue === null || refinanced === null ? null : overdue + refinanced;
}
