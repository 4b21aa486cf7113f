import type { Centimos } from '../lending/money';
import {
  ageingOf,
  atRisk,
  BANDS,
  grossOf,
  inBand,
  PAR_DAYS,
  type Ageing,
  type Band,
  type ParDays,
  type Slice,
} from './ageing';
import type { Dimension, PortfolioRow } from './store';

/** The figures of a portfolio or of a part of it. */
export interface Figures {
  readonly loans: number;
  readonly gross: Centimos;
  readonly risk: readonly { readonly days: ParDays; readonly loans: number; readonly principal: Centimos }[];
  readonly bands: readonly { readonly band: Band; readonly loans: number; readonly principal: Centimos }[];
}

export interface Member extends Figures {
  /** Of a dimension, as in `PortfolioRow`. */
  readonly key: string;
}

export interface Portfolio {
  readonly whole: Figures;
  /** The members of each dimension, the largest first. */
  readonly by: Readonly<Record<Dimension, readonly Member[]>>;
}

/** Adds the groups of the database up, for the whole and for each member of each dimension. */
export function portfolioOf(rows: readonly PortfolioRow[]): Portfolio {
  return {
    whole: figuresOf(ageingOf(rows)),
    by: {
      department: membersOf(rows, 'department'),
      product: membersOf(rows, 'product'),
      officer: membersOf(rows, 'officer'),
      organisation: membersOf(rows, 'organisation'),
      line: membersOf(rows, 'line'),
    },
  };
}

function membersOf(rows: readonly PortfolioRow[], dimension: Dimension): Member[] {
  const groups = new Map<string, PortfolioRow[]>();
  for (const row of rows) {
    const group = groups.get(row[dimension]);
    if (group) group.push(row);
    else groups.set(row[dimension], [row]);
  }
  return [...groups]
    .map(([key, group]) => ({ key, ...figuresOf(ageingOf(group)) }))
    .toSorted((one, other) => other.gross - one.gross || (one.key < other.key ? -1 : 1));
}

function figuresOf(ageing: Ageing): Figures {
  const { loans, principal } = grossOf(ageing);
  return {
    loans,
    gross: principal,
    risk: PAR_DAYS.map((days) => ({ days, ...atRisk(ageing, days) })),
    bands: BANDS.map((band) => ({ band, ...inBand(ageing, band) })),
  };
}

export function riskOver(figures: Figures, days: ParDays): Slice {
  const slice = figures.risk.find((risk) => risk.days === days);
  if (!slice) throw new Error(`no portfolio at risk for ${days} days`);
  return slice;
}
