import type { CreditLine } from '../lines/store';
import { lineChart } from '../web/line-chart';
import { date, percent, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import { breachedOn, cureEnds, headroomOf, percentOf, stateOn } from './standing';
import type { Covenant, Measure, Test, Waiver } from './store';
import { formulaName, limitWords, points, stateTag, testWords } from './words';

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
    const state = stateOn(covenant, measure, tests, waivers, today);
    return {
      name: formulaName(covenant.formula, t),
      limit: limitWords(covenant, t),
      tested: testWords(covenant, t),
      value: ratio(measure.part, measure.whole),
      headroom: points(headroomOf(covenant, measure)),
      state: stateTag(state, t),
      until: state === 'curing' ? t('Hasta el {day}', { day: date(cureEnds(covenant, tests, today)) }) : '',
      waivers: waivers.map(({ from, until, reason }) =>
        t('Dispensa del {from} al {until}: {reason}', { from: date(from), until: date(until), reason }),
      ),
      waiveTo: `${covenantsPath(line)}/${covenant.id}/dispensa`,
      trend: trendOf(covenant, tests, waivers, t),
    };
  });
}

/** Two years of months. */
const TESTS_SHOWN = 24;

/** The tests of a covenant beside its limit: drawing, table, and one sentence; nothing before the first test. */
function trendOf(covenant: Covenant, tests: readonly Test[], waivers: readonly Waiver[], t: Translate) {
  const shown = tests.slice(0, TESTS_SHOWN).toReversed();
  const last = shown.at(-1);
  if (!last) return null;
  const name = formulaName(covenant.formula, t);
  const failed = shown.filter(({ met }) => !met).length;
  return {
    title: name,
    chart:
      shown.length < 2
        ? null
        : lineChart({
            id: `covenant${covenant.id}`,
            title: t('{name}: valor de cada prueba y su límite', { name }),
            points: shown.map((test) => date(test.date)),
            series: [
              { label: t('Valor'), values: shown.map((test) => percentOf(test)?.toNumber() ?? null) },
              { label: t('Límite'), values: shown.map(() => Number(covenant.threshold)) },
            ],
            axisText: percent,
          }),
    summary: t('Pruebas: {count}; incumplidas: {failed}. La última, del {day}: {value}; holgura {headroom} puntos.', {
      count: shown.length,
      failed,
      day: date(last.date),
      value: ratio(last.part, last.whole),
      headroom: points(headroomOf(covenant, last)),
    }),
    rows: shown.toReversed().map((test) => ({
      day: date(test.date),
      value: ratio(test.part, test.whole),
      limit: percent(covenant.threshold),
      headroom: points(headroomOf(covenant, test)),
      state: stateTag(test.met ? 'met' : breachedOn(covenant, test, tests, waivers), t),
    })),
  };
}
