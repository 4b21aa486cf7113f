import { date, percent } from '../web/format';
import type { Translate } from '../web/locale';
import { causeOptions, partOptions, planOptions, unpaidInterestOptions } from './words';
import type { ServicingRequest } from './store';

/** What was asked for, a line each: who decides must not have to guess it from the new schedule. */
export function askedLines({ details }: Pick<ServicingRequest, 'details'>, t: Translate): string[] {
  const { instalments, rate, months, cause, unpaidInterest } = (details.change ?? {}) as AskedChange;
  const lines = [
    details.part && labelOf(partOptions(t), details.part),
    ...(instalments ? planLines(instalments, t) : []),
    rate && t('Nueva tasa efectiva anual: {rate}', { rate: percent(rate.percent) }),
    months !== undefined && t('Meses de gracia: {count}', { count: months }),
    cause && labelOf(causeOptions(t), cause.reason),
    unpaidInterest &&
      t('Interés que se debe: {treatment}', { treatment: labelOf(unpaidInterestOptions(t), unpaidInterest) }),
  ];
  return lines.filter((line): line is string => typeof line === 'string');
}

/** The change of an event as the forms of this slice write it. */
interface AskedChange {
  readonly instalments?: AskedPlan;
  readonly rate?: { readonly percent: string };
  readonly months?: number;
  readonly cause?: { readonly reason: string };
  readonly unpaidInterest?: string;
}

type AskedPlan =
  | { readonly plan: 'weighted'; readonly rows: readonly { readonly due: string; readonly weight: string }[] }
  | {
      readonly plan: 'level' | 'equal-principal' | 'bullet';
      readonly count: number;
      readonly every: { readonly months: number };
      readonly firstDue?: string;
    };

function planLines(asked: AskedPlan, t: Translate): string[] {
  const plan = labelOf(planOptions(t), asked.plan);
  if (asked.plan === 'weighted') {
    const shares = asked.rows.map(({ due, weight }) => t('{day} en proporción {weight}', { day: date(due), weight }));
    return [t('{plan}: {shares}', { plan, shares: shares.join('; ') })];
  }
  const { count, every, firstDue } = asked;
  return [
    t('{plan}. Número de cuotas: {count}. Meses entre una y otra: {months}', { plan, count, months: every.months }),
    ...(firstDue === undefined ? [] : [t('Primer vencimiento: {day}', { day: date(firstDue) })]),
  ];
}

function labelOf(options: readonly { value: string; label: string }[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? '';
}
