import { formatNumber } from 'libphonenumber-js';
import type { State } from '../applications/states';
import { dayInLima } from '../clock';
import { daysBetween, type IsoDate } from '../lending/dates';
import { count, date, money } from '../web/format';
import type { Translate } from '../web/locale';
import type { LoanToCollect, Waiting, WaitingApplication } from './store';

/** One thing of the day that waits: how many there are, the first of them and where all of them are. */
export interface Section {
  readonly title: string;
  readonly count: string;
  readonly rows: readonly Row[];
  /** Where all of them are listed. */
  readonly all: string;
  readonly empty: string;
}

/** A line of a section: what it is, where it leads, and what there is to know at a glance. */
export interface Row {
  readonly to: string;
  readonly title: string;
  readonly tag: { readonly text: string; readonly tone: 'ok' | 'warn' | 'bad' | '' };
  readonly facts: readonly string[];
  readonly phone: { readonly to: string; readonly text: string } | null;
}

export interface Words {
  readonly title: string;
  readonly empty: string;
}

export function applicationSection(
  waiting: Waiting,
  { title, empty }: Words,
  all: string,
  linkTo: (application: WaitingApplication) => string,
  today: IsoDate,
  t: Translate,
): Section {
  const rows = waiting.rows.map((application) => ({
    to: linkTo(application),
    title: application.farmerName,
    tag: waitingSince(application.since, today, t),
    facts: [
      application.amount === null ? t('monto por definir') : money(application.amount, application.currency),
      stateWords(t)[application.state] ?? application.officer,
      ...(application.reason === '' ? [] : [application.reason]),
    ],
    phone: null,
  }));
  return { title, count: count(waiting.count), rows, all, empty };
}

/** Where an application that is under way stands; the title of the section says it of the others. */
function stateWords(t: Translate): Partial<Record<State, string>> {
  return { submitted: t('Enviada'), 'in-evaluation': t('En evaluación'), 'in-committee': t('En comité') };
}

export function dueSoonSection(total: number, loans: readonly LoanToCollect[], today: IsoDate, t: Translate): Section {
  return {
    title: t('Cuotas de los próximos 7 días'),
    count: count(total),
    rows: loans.map((loan) => dueSoonRow(loan, today, t)),
    all: '/mi-dia/cuotas',
    empty: t('Ninguna cuota vence en los próximos 7 días.'),
  };
}

export function lateSection(total: number, loans: readonly LoanToCollect[], today: IsoDate, t: Translate): Section {
  return {
    title: t('Créditos atrasados'),
    count: count(total),
    rows: loans.map((loan) => lateRow(loan, today, t)),
    all: '/mi-dia/atrasados',
    empty: t('Ningún crédito está atrasado.'),
  };
}

export function dueSoonRow(loan: LoanToCollect, today: IsoDate, t: Translate): Row {
  const inDays = daysBetween(today, loan.due);
  const text = inDays === 0 ? t('vence hoy') : t('vence en {count} días', { count: inDays });
  return collectRow(loan, { text, tone: inDays <= 1 ? 'warn' : '' });
}

export function lateRow(loan: LoanToCollect, today: IsoDate, t: Translate): Row {
  const days = daysBetween(loan.due, today);
  return collectRow(loan, { text: t('{count} días de atraso', { count: days }), tone: days > 30 ? 'bad' : 'warn' });
}

function collectRow(loan: LoanToCollect, tag: Row['tag']): Row {
  return {
    to: `/creditos/${loan.loanId}`,
    title: loan.farmerName,
    tag,
    facts: [money(loan.amount, loan.currency), date(loan.due), placeOf(loan), loan.officer],
    phone: loan.phone === null ? null : { to: `tel:${loan.phone}`, text: formatNumber(loan.phone, 'NATIONAL') },
  };
}

function placeOf({ community, district }: LoanToCollect): string {
  return community === '' ? district : `${community}, ${district}`;
}

function waitingSince(instant: string, today: IsoDate, t: Translate): Row['tag'] {
  const days = daysBetween(dayInLima(instant), today);
  return {
    text: days <= 0 ? t('desde hoy') : t('desde hace {count} días', { count: days }),
    tone: days > 7 ? 'warn' : '',
  };
}
