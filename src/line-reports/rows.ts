import { headroomOf, percentOf, stateOn } from '../covenants/standing';
import { formulaName, limitWords, points, stateTag } from '../covenants/words';
import type { ExportColumn } from '../web/export';
import { date } from '../web/format';
import type { Translate } from '../web/locale';
import type { LineFunds } from './funds';
import type { LineCut, LineGroup } from './groups';
import type { LineReport } from './read-report';
import { hiddenGroups, hiddenParts } from './small-groups';

/** Money of the line: since it began, and in the quarter; one of them may mean nothing. */
export interface FundRow {
  readonly name: string;
  readonly total: number;
  readonly quarter: number | null;
}

/**
 * Drawn 600, repaid 100, lent 700, recovered 250, of which nothing was written off: 500 are owed to the funder, 450 with
 * the farmers, 50 in the lender's hands, and 100 were lent a second time.
 */
export function fundRows({ figures, before }: LineReport, t: Translate): FundRow[] {
  const row = (name: string, of: (funds: LineFunds) => number): FundRow => ({
    name,
    total: of(figures.funds),
    quarter: of(figures.funds) - of(before.funds),
  });
  const inHand = ({ drawn, repaid, lent, recovered }: LineFunds) => drawn - repaid - lent + recovered;
  return [
    row(t('Dispuesto'), (funds) => funds.drawn),
    row(t('Devuelto al fondeador'), (funds) => funds.repaid),
    row(t('Por pagar al fondeador'), (funds) => funds.drawn - funds.repaid),
    row(t('Prestado a productores'), (funds) => funds.lent),
    row(t('Recuperado de productores'), (funds) => funds.recovered),
    row(t('Castigado'), (funds) => funds.writtenOff),
    row(t('Sin colocar, en manos de la institución'), (funds) => Math.max(0, inHand(funds))),
    row(t('Reciclado: prestado por encima de lo dispuesto'), (funds) => Math.max(0, funds.lent - funds.drawn)),
  ];
}

/** A group as it may be told: `null` where it would say too much of too few. */
export interface GroupRow {
  readonly name: string;
  /** `<5`, or a figure, or nothing where telling it would give another group away. */
  readonly loans: string | number | null;
  readonly farmers: string | number | null;
  readonly women: number | null;
  readonly young: number | null;
  readonly hectares: number | null;
  readonly principal: number | null;
  readonly late1: number | null;
  readonly late30: number | null;
  readonly late90: number | null;
}

export function groupRows(
  { figures, rule }: LineReport,
  cut: LineCut,
  nameOf: (member: string) => string,
): readonly GroupRow[] {
  const groups = figures.groups.filter((group) => group.cut === cut).toSorted(byMember);
  const from = rule.farmersShownFrom;
  const hidden = hiddenGroups(groups, from);
  const shown = groups.filter((group) => !hidden.has(group));
  const women = hiddenParts(shown, (group) => group.women, from);
  const young = hiddenParts(shown, (group) => group.young, from);
  return groups.map((group) => {
    const name = nameOf(group.member);
    if (hidden.has(group)) return hiddenRow(name, group, from);
    return shownRow(name, group, { women: !women.has(group), young: !young.has(group) });
  });
}

/** Days late are numbers, and `121` comes after `31`. */
function byMember(one: LineGroup, other: LineGroup): number {
  return Number(one.member) - Number(other.member);
}

function hiddenRow(name: string, { farmers }: LineGroup, from: number): GroupRow {
  const few = farmers < from ? `<${from}` : null;
  const nothing = {
    women: null,
    young: null,
    hectares: null,
    principal: null,
    late1: null,
    late30: null,
    late90: null,
  };
  return { name, loans: few, farmers: few, ...nothing };
}

function shownRow(
  name: string,
  group: LineGroup,
  tells: { readonly women: boolean; readonly young: boolean },
): GroupRow {
  const { loans, farmers, women, young, squareMetres, principal, late1, late30, late90 } = group;
  return {
    name,
    loans,
    farmers,
    women: tells.women ? women : null,
    young: tells.young ? young : null,
    hectares: squareMetres / 10_000,
    principal,
    late1,
    late30,
    late90,
  };
}

export interface CovenantRow {
  readonly name: string;
  readonly limit: string;
  readonly tested: string;
  readonly percent: number | null;
  readonly headroom: string;
  readonly state: { readonly text: string; readonly tone: string };
}

export function covenantRows({ line, covenants, measureOf, figures }: LineReport, t: Translate): CovenantRow[] {
  return covenants.map(({ covenant, tests, waivers }) => {
    const [last] = tests;
    const measure = measureOf?.(line.id, covenant.formula) ?? last ?? { part: 0, whole: 0 };
    const day = measureOf ? figures.date : last?.date;
    return {
      name: formulaName(covenant.formula, t),
      limit: limitWords(covenant, t),
      tested: day === undefined ? t('Sin prueba') : date(day),
      percent: percentOf(measure)?.toNumber() ?? null,
      headroom: points(headroomOf(covenant, measure)),
      state: stateTag(stateOn(covenant, measure, tests, waivers, figures.date), t),
    };
  });
}

/** A row of the file: every table of the report under each other. */
export interface FileRow {
  readonly part: string;
  readonly name: string;
  readonly group?: GroupRow;
  readonly amount: number | null;
  readonly quarter: number | null;
  readonly percent: number | null;
  readonly note: string;
}

export function fileColumns(t: Translate): ExportColumn<FileRow>[] {
  const percentOfPrincipal = (late: 'late1' | 'late30' | 'late90') => (row: FileRow) =>
    row.group?.principal ? share(row.group[late], row.group.principal) : null;
  return [
    { heading: t('Parte del informe'), kind: 'text', value: (row) => row.part },
    { heading: t('Concepto'), kind: 'text', value: (row) => row.name },
    { heading: t('Créditos'), kind: 'text', value: (row) => row.group?.loans },
    { heading: t('Productores'), kind: 'text', value: (row) => row.group?.farmers },
    { heading: t('Mujeres'), kind: 'integer', value: (row) => row.group?.women },
    { heading: t('Jóvenes'), kind: 'integer', value: (row) => row.group?.young },
    { heading: t('Hectáreas'), kind: 'decimal', value: (row) => row.group?.hectares },
    { heading: t('Monto'), kind: 'money', value: (row) => row.amount },
    { heading: t('En el trimestre'), kind: 'money', value: (row) => row.quarter },
    { heading: t('PAR 1 %'), kind: 'decimal', value: percentOfPrincipal('late1') },
    { heading: t('PAR 30 %'), kind: 'decimal', value: percentOfPrincipal('late30') },
    { heading: t('PAR 90 %'), kind: 'decimal', value: percentOfPrincipal('late90') },
    { heading: t('Porcentaje'), kind: 'decimal', value: (row) => row.percent },
    { heading: t('Nota'), kind: 'text', value: (row) => row.note },
  ];
}

function share(part: number | null, whole: number): number | null {
  return part === null ? null : Math.round((part / whole) * 1_000_000) / 10_000;
}
