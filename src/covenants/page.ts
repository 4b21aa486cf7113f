import type { CreditLine } from '../lines/store';
import { date, percent, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import { headroomOf, stateOn, type CovenantState } from './standing';
import type { Covenant, Measure, Test, Waiver } from './store';

export interface CovenantView {
  readonly covenants: readonly Covenant[];
  readonly tests: readonly Test[];
  readonly waivers: readonly Waiver[];
  readonly measureOf: (lineId: number, formula: Covenant['formula']) => Measure;
}

export function covenantsPath(line: Pick<CreditLine, 'institutionId' | 'id'>): string {
  return `/lineas/${line.institutionId}/${line.id}/covenants`;
}

export function covenantRows(line: CreditLine, view: CovenantView, today: string, t: Translate) {
  return view.covenants.map((covenant) => {
    const tests = view.tests.filter((test) => test.covenantId === covenant.id);
    const waivers = view.waivers.filter((waiver) => waiver.covenantId === covenant.id);
    const measure = view.measureOf(covenant.lineId, covenant.formula);
    return {
      name: formulaName(covenant.formula, t),
      limit: limitWords(covenant, t),
      tested: testWords(covenant, t),
      value: ratio(measure.part, measure.whole),
      headroom: headroomOf(covenant, measure)?.toFixed(2) ?? '—',
      state: stateTag(stateOn(covenant, measure, tests, waivers, today), t),
      waivers: waivers.map(({ from, until, reason }) =>
        t('Dispensa del {from} al {until}: {reason}', { from: date(from), until: date(until), reason }),
      ),
      tests: tests
        .slice(0, TESTS_SHOWN)
        .map((test) => `${date(test.date)}: ${ratio(test.part, test.whole)} ${test.met ? '✓' : '✗'}`),
      waiveTo: `${covenantsPath(line)}/${covenant.id}/dispensa`,
    };
  });
}

/** The trend: the last two years of quarters. */
const TESTS_SHOWN = 8;

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

function limitWords({ operator, threshold }: Covenant, t: Translate): string {
  return operator === 'at-most'
    ? t('como máximo {limit}', { limit: percent(threshold) })
    : t('como mínimo {limit}', { limit: percent(threshold) });
}

function testWords({ testEvery, cureDays }: Covenant, t: Translate): string {
  return t('{every}; {days} días para remediar', { every: everyName(testEvery, t), days: cureDays });
}

function stateTag(state: CovenantState, t: Translate): { text: string; tone: string } {
  const tags: Record<CovenantState, { text: string; tone: string }> = {
    met: { text: t('Se cumple'), tone: 'ok' },
    curing: { text: t('En plazo para remediar'), tone: 'warn' },
    waived: { text: t('Con dispensa'), tone: 'warn' },
    breached: { text: t('Incumplido'), tone: 'bad' },
    'not-measurable': { text: t('Sin base para medir'), tone: '' },
  };
  return tags[state];
}
