import { horizontalBars } from '../web/charts';
import type { ConcentrationCaps } from '../parameters/read-risk';
import { count, money, month, percent, ratio, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import { NO_ORGANISATION } from '../portfolio/store';
import type { Concentration, ConcentrationCut } from './read-parts';
import { ALL_DUE, MIXED, NO_PARCEL, type Cut, type RiskBook } from './cuts';
import { loansBehind } from './links';
import { cell, type Part } from './part';
import type { Group, Spread } from './group-store';

/** More bars than these are hard to read on a telephone; each group is a row of the table. */
const BARS_MAX = 10;

export function concentrationPart(book: RiskBook, concentration: Concentration, t: Translate): Part {
  const { cut, groups, spread, names, caps } = concentration;
  const nameOf = (member: string): string => memberName(cut, member, names, t);
  const inTime = cut === 'next-due' ? groups.toSorted((one, other) => (one.member < other.member ? -1 : 1)) : groups;
  const [largest] = groups;
  const cap = caps.percentOf[cut];
  const percentOf = (amount: number) => (spread.amount === 0 ? 0 : (amount / spread.amount) * 100);
  const overCap = groups.filter(({ member, amount }) => isOne(member) && percentOf(amount) > cap);
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
      ? t(
          'La parte más grande es {name}, con {share} del saldo; partes que pasan el tope: {over}. Índice de concentración HHI: {hhi}.',
          {
            name: nameOf(largest.member),
            share: ratio(largest.amount, spread.amount),
            over: count(overCap.length),
            hhi: spread.hhi === undefined ? '—' : count(spread.hhi),
          },
        )
      : '',
    columns: [t('Créditos'), t('Saldo capital'), t('Parte'), t('Tope'), t('Frente al tope')],
    rows: inTime.map(({ member, loans, amount }) => ({
      name: nameOf(member),
      cells: [
        cell(count(loans)),
        cell(money(amount, book.currency), loansBehind(book, cut, member)),
        cell(ratio(amount, spread.amount)),
        cell(isOne(member) ? percent(cap) : '—'),
        cell(isOne(member) ? againstCap(percentOf(amount), cap, t) : '—'),
      ],
    })),
    note: noteOf(concentration, t),
  };
}

/** What is known of no organisation, parcel or month is nothing that it could be concentrated in. */
function isOne(member: string): boolean {
  return ![NO_ORGANISATION, NO_PARCEL, ALL_DUE].includes(member);
}

/** Below the cap what is left to it, above it by how much it is passed, in percent points. */
function againstCap(share: number, cap: number, t: Translate): string {
  return share > cap
    ? t('Lo pasa por {points} puntos', { points: (share - cap).toFixed(2) })
    : t('Quedan {points} puntos', { points: (cap - share).toFixed(2) });
}

function noteOf({ cut, groups, spread, caps }: Concentration, t: Translate): string {
  const source = t('Topes: {source}.', { source: caps.parameter.source });
  if (cut === 'borrower') return `${borrowerNote(groups, spread, caps, t)} ${source}`;
  if (cut !== 'district' || spread.hhi === undefined) return source;
  const hhi = t('El tope del HHI por distrito es {cap}: {state}.', {
    cap: count(caps.hhi),
    state: spread.hhi > caps.hhi ? t('se pasa') : t('se cumple'),
  });
  return `${hhi} ${source}`;
}

function borrowerNote(groups: readonly Group[], spread: Spread, caps: ConcentrationCaps, t: Translate): string {
  const amount = groups.reduce((sum, group) => sum + group.amount, 0);
  return t(
    'Los {count} productores con más saldo deben {share} de la cartera, con un tope de {cap}; en total deben {members} productores.',
    {
      count: groups.length,
      share: ratio(amount, spread.amount),
      cap: percent(caps.percentOf.top20),
      members: count(spread.members),
    },
  );
}

function concentrationTitle(cut: ConcentrationCut, t: Translate): string {
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
