import { horizontalBars } from '../web/charts';
import { count, money, month, ratio, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import { NO_ORGANISATION } from '../portfolio/store';
import type { Concentration, ConcentrationCut } from './read-parts';
import { ALL_DUE, MIXED, NO_PARCEL, type Cut, type RiskBook } from './cuts';
import { loansBehind } from './links';
import { cell, type Part } from './part';
import type { Group, Spread } from './store';

/** More bars than these are hard to read on a telephone; each group is a row of the table. */
const BARS_MAX = 10;

export function concentrationPart(book: RiskBook, { cut, groups, spread, names }: Concentration, t: Translate): Part {
  const nameOf = (member: string): string => memberName(cut, member, names, t);
  const inTime = cut === 'next-due' ? groups.toSorted((one, other) => (one.member < other.member ? -1 : 1)) : groups;
  const [largest] = groups;
  return {
    title: concentrationTitle(cut, t),
    chart: horizontalBars({
      id: cut,
      title: t('{title}: saldo capital', { title: concentrationTitle(cut, t) }),
      rows: inTime.slice(0, BARS_MAX).map(({ member, amount }) => ({
        label: nameOf(member),
        value: amount,
        text: `${wholeMoney(amount, book.currency)} · ${ratio(amount, spread.amount)}`,
      })),
    }),
    summary: largest
      ? t('La parte más grande es {name}, con {share} del saldo. Índice de concentración HHI: {hhi}.', {
          name: nameOf(largest.member),
          share: ratio(largest.amount, spread.amount),
          hhi: spread.hhi === undefined ? '—' : count(spread.hhi),
        })
      : '',
    columns: [t('Créditos'), t('Saldo capital'), t('Parte')],
    rows: inTime.map(({ member, loans, amount }) => ({
      name: nameOf(member),
      cells: [
        cell(count(loans)),
        cell(money(amount, book.currency), loansBehind(book, cut, member)),
        cell(ratio(amount, spread.amount)),
      ],
    })),
    note: cut === 'borrower' ? borrowerNote(groups, spread, t) : '',
  };
}

function borrowerNote(groups: readonly Group[], spread: Spread, t: Translate): string {
  const amount = groups.reduce((sum, group) => sum + group.amount, 0);
  return t('Los {count} productores con más saldo deben {share} de la cartera; en total deben {members} productores.', {
    count: groups.length,
    share: ratio(amount, spread.amount),
    members: count(spread.members),
  });
}

export function concentrationTitle(cut: ConcentrationCut, t: Translate): string {
  const titles: Record<ConcentrationCut, string> = {
    department: t('Por departamento'),
    district: t('Por distrito'),
    organisation: t('Por organización'),
    variety: t('Por variedad'),
    'next-due': t('Por mes del próximo vencimiento'),
    borrower: t('Los productores con más saldo'),
  };
  return titles[cut];
}

export function memberName(cut: Cut, member: string, names: ReadonlyMap<string, string>, t: Translate): string {
  if (cut === 'organisation' && member === NO_ORGANISATION) return t('Sin organización');
  if (cut === 'next-due') return member === ALL_DUE ? t('Todo vencido') : month(`${member}-01`);
  if (cut === 'variety') {
    const varieties: Readonly<Record<string, string>> = {
      ccn51: t('CCN-51'),
      'fine-native': t('Fino o nativo'),
      [MIXED]: t('Ambas variedades'),
      [NO_PARCEL]: t('Sin parcela en la solicitud'),
    };
    return varieties[member] ?? member;
  }
  return names.get(member) ?? member;
}
