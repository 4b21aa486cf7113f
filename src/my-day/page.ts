import { formatNumber } from 'libphonenumber-js';
import type { State } from '../applications/states';
import { dayInLima } from '../clock';
import { daysBetween, type IsoDate } from '../lending/dates';
import { count, date, money } from '../web/format';
import type { Translate } from '../web/locale';
import type { Waiting, WaitingApplication } from './application-store';
import type { LoanToCollect } from './collect-store';

/** One thing of the day that waits: how many there are, the first of them and where all of them are. */
export interface Section {
  readonly title: string;
  readonly count: string;
  readonly rows: readonly Row[];
  /** Where all of them are listed; nowhere else where all of them stand here. */
  readonly all: string | null;
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

/** What the words of a page depend on. */
export interface Reader {
  readonly today: IsoDate;
  readonly t: Translate;
  /** In the officer's own list the officer's name would be on every row. */
  readonly namesOfficer: boolean;
}

export interface ApplicationSection {
  readonly title: string;
  readonly empty: string;
  readonly all: string;
  readonly linkTo: (application: WaitingApplication) => string;
  /** Where the title leaves open which of several states it is. */
  readonly namesState: boolean;
}

export function applicationSection(waiting: Waiting, section: ApplicationSection, reader: Reader): Section {
  const { t, namesOfficer } = reader;
  const rows = waiting.rows.map((application) => ({
    to: section.linkTo(application),
    title: application.farmerName,
    tag: waitingSince(application.since, reader),
    facts: [
      application.amount === null ? t('monto por definir') : money(application.amount, application.currency),
      section.namesState ? (stateWords(t)[application.state] ?? '') : '',
      namesOfficer ? application.officer : '',
      application.reason,
    ].filter(Boolean),
    phone: null,
  }));
  const { title, all, empty } = section;
  return { title, count: count(waiting.count), rows, all, empty };
}

function stateWords(t: Translate): Partial<Record<State, string>> {
  return { submitted: t('Enviada'), 'in-evaluation': t('En evaluación'), 'in-committee': t('En comité') };
}

export function dueSoonSection(total: number, loans: readonly LoanToCollect[], reader: Reader): Section {
  const { t } = reader;
  return {
    title: t('Cuotas de los próximos 7 días'),
    count: count(total),
    rows: loans.map((loan) => dueSoonRow(loan, reader)),
    all: '/mi-dia/cuotas',
    empty: t('Ninguna cuota vence en los próximos 7 días.'),
  };
}

export function lateSection(total: number, loans: readonly LoanToCollect[], reader: Reader): Section {
  const { t } = reader;
  return {
    title: t('Créditos atrasados'),
    count: count(total),
    rows: loans.map((loan) => lateRow(loan, reader)),
    all: '/mi-dia/atrasados',
    empty: t('Ningún crédito está atrasado.'),
  };
}

export function dueSoonRow(loan: LoanToCollect, reader: Reader): Row {
  const { today, t } = reader;
  const inDays = daysBetween(today, loan.due);
  const text = inDays === 0 ? t('vence hoy') : t('vence en {count} días', { count: inDays });
  return collectRow(loan, { text, tone: inDays <= 1 ? 'warn' : '' }, reader);
}

export function lateRow(loan: LoanToCollect, reader: Reader): Row {
  const days = daysBetween(loan.due, reader.today);
  const text = reader.t('{count} días de atraso', { count: days });
  return collectRow(loan, { text, tone: days > 30 ? 'bad' : 'warn' }, reader);
}

function collectRow(loan: LoanToCollect, tag: Row['tag'], { namesOfficer }: Reader): Row {
  const facts = [money(loan.amount, loan.currency), date(loan.due), placeOf(loan)];
  return {
    to: `/creditos/${loan.loanId}`,
    title: loan.farmerName,
    tag,
    facts: namesOfficer ? [...facts, loan.officer] : facts,
    phone: loan.phone === null ? null : { to: `tel:${loan.phone}`, text: formatNumber(loan.phone, 'NATIONAL') },
  };
}

function placeOf({ community, district }: LoanToCollect): string {
  return community === '' ? district : `${community}, ${district}`;
}

export function waitingSince(instant: string, { today, t }: Reader): Row['tag'] {
  const days = daysBetween(dayInLima(instant), today);
  const text = days <= 0 ? t('desde hoy') : t('desde hace {count} días', { count: days });
  return { text, tone: days > 7 ? 'warn' : '' };
}
