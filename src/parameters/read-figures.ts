import { Decimal } from '../lending/decimal';
import { centimosOf, type Centimos } from '../lending/money';
import type { Parameter } from './store';

/** A figure of a stored value. What was stored has passed `faultOf`, so a missing figure is a bug. */
export function decimalOf(parameter: Parameter, key: string): Decimal {
  return new Decimal(figureOf(parameter, key));
}

export function numberOf(parameter: Parameter, key: string): number {
  return Number(figureOf(parameter, key));
}

/** Soles or dollars as céntimos. */
export function moneyOf(parameter: Parameter, key: string): Centimos {
  return centimosOf(figureOf(parameter, key));
}

function figureOf(parameter: Parameter, key: string): string {
  const figure = parameter.figures[key];
  if (figure === undefined) throw new Error(`${parameter.name} from ${parameter.validFrom} has no figure ${key}`);
  return figure;
}
