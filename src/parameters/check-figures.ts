import { Decimal } from '../lending/decimal';
import { PARAMETER_KINDS, type ParameterName } from './kinds';
import type { Figures } from './store';

export type FiguresFault =
  | { readonly reason: 'figure_missing' | 'figure_malformed' | 'figure_out_of_range'; readonly key: string }
  | { readonly reason: 'shares_must_add_up_to_100'; readonly key: string };

/**
 * The first thing wrong with the figures of a parameter: each must be there, be a decimal and lie within its bounds, none
 * may be there that the kind does not know, and shares of a whole add up to 100.
 */
export function faultOf(name: ParameterName, figures: Figures): FiguresFault | undefined {
  const kind = PARAMETER_KINDS[name];
  for (const { key, min, max, whole } of kind.figures) {
    const text = figures[key];
    if (text === undefined || text === '') return { reason: 'figure_missing', key };
    if (!(whole ? WHOLE : DECIMAL).test(text)) return { reason: 'figure_malformed', key };
    if (Number(text) < min || Number(text) > max) return { reason: 'figure_out_of_range', key };
  }
  const known = new Set(kind.figures.map((figure) => figure.key));
  const unknown = Object.keys(figures).find((key) => !known.has(key));
  if (unknown !== undefined) return { reason: 'figure_malformed', key: unknown };
  if (kind.sharesOfWhole && !addUpTo100(figures)) {
    return { reason: 'shares_must_add_up_to_100', key: kind.figures[0]?.key ?? '' };
  }
  return undefined;
}

const WHOLE = /^\d{1,15}$/;
const DECIMAL = /^\d{1,15}(\.\d{1,8})?$/;

function addUpTo100(figures: Figures): boolean {
  return Object.values(figures)
    .reduce((sum, figure) => sum.plus(figure), new Decimal(0))
    .equals(100);
}
