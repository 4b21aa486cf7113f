import { percent } from '../web/format';
import type { Translate } from '../web/locale';
import type { CovenantState } from './standing';
import type { Covenant } from './store';

export function formulaName(formula: Covenant['formula'], t: Translate): string {
  const names: Record<Covenant['formula'], string> = {
    'par-30': t('PAR 30 de la línea'),
    'par-30-refinanced': t('PAR 30 más refinanciado al día'),
    'write-offs': t('Castigos de 12 meses entre cartera promedio'),
    'risk-coverage': t('Provisiones entre PAR 30'),
    'uncovered-risk': t('PAR 30 y refinanciado sin provisionar, entre cartera'),
    utilisation: t('Utilización de la línea'),
    'largest-department': t('Parte del departamento con más saldo'),
  };
  return names[formula];
}

export function operatorName(operator: Covenant['operator'], t: Translate): string {
  return operator === 'at-most' ? t('Como máximo') : t('Como mínimo');
}

export function everyName(every: Covenant['testEvery'], t: Translate): string {
  const names = { day: t('Cada día'), month: t('Cada fin de mes'), quarter: t('Cada fin de trimestre') };
  return names[every];
}

export function limitWords({ operator, threshold }: Covenant, t: Translate): string {
  return operator === 'at-most'
    ? t('como máximo {limit}', { limit: percent(threshold) })
    : t('como mínimo {limit}', { limit: percent(threshold) });
}

export function testWords({ testEvery, cureDays }: Covenant, t: Translate): string {
  return t('{every}; {days} días para remediar', { every: everyName(testEvery, t), days: cureDays });
}

export function stateTag(state: CovenantState, t: Translate): { text: string; tone: string } {
  const tags: Record<CovenantState, { text: string; tone: string }> = {
    met: { text: t('Se cumple'), tone: 'ok' },
    curing: { text: t('En plazo para remediar'), tone: 'warn' },
    waived: { text: t('Con dispensa'), tone: 'warn' },
    breached: { text: t('Incumplido'), tone: 'bad' },
    'not-measurable': { text: t('Sin base para medir'), tone: '' },
  };
  return tags[state];
}

/** Percent points with two decimals; a dash where nothing could be measured. */
export function points(value: { toFixed(places: number): string } | undefined): string {
  return value?.toFixed(2) ?? '—';
}
