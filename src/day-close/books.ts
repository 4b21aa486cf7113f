import type { Knex } from '../db/connect';
import { ACCOUNTS, type AccountName, type QuietAccount } from '../ledger/accounts';
import { centimosOfSum, entriesOn } from '../ledger/balances';
import type { Entry, NewJournal } from '../ledger/journal';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import type { Situation } from '../lending/situation';

export type Draft = Pick<NewJournal, 'kind' | 'currency' | 'entries'> & { readonly lineId?: number };

/**
 * What has to be posted so that the books say what the loans of the day say: provisions in 1409, interest receivable in
 * 1408 by credit line, and the principal under the account of its situation. Each journal is the difference to what is
 * there already, so that nothing is posted twice and nothing where nothing has changed.
 */
export async function draftsOfDay(trx: Knex.Transaction, institutionId: number, date: IsoDate): Promise<Draft[]> {
  const booked = await bookedBalances(trx, institutionId, date);
  const required: SumRow[] = await sumsOf(trx, ['currency', 'line_id', 'situation']);
  return [
    ...provisionDrafts(required, booked),
    ...interestDrafts(required, booked),
    ...situationDrafts(required, booked),
  ];
}

interface SumRow {
  readonly currency: string;
  readonly line_id: number;
  readonly situation: Situation;
  readonly posted: number | string;
  readonly provision: number | string;
  readonly receivable: number | string;
}

function sumsOf(trx: Knex.Transaction, by: readonly string[]): Knex.QueryBuilder {
  return trx('closing_group')
    .groupBy(...by)
    .select(...by)
    .select(['posted', 'provision', 'receivable'].map((name) => trx.raw('sum(??) as ??', [name, name])));
}

export interface Booked {
  readonly currency: string;
  readonly line_id: number | null;
  readonly account: AccountName;
  /** Debits less credits of what was booked by the end of the day. */
  readonly balance: Centimos;
}

const SITUATION_ACCOUNTS = {
  reestructurado: 'loansRestructured',
  refinanciado: 'loansRefinanced',
  vencido: 'loansOverdue',
  judicial: 'loansInCourt',
} as const satisfies Partial<Record<Situation, QuietAccount>>;

const CLOSED_ACCOUNTS: readonly QuietAccount[] = [
  'provision',
  'interestReceivable',
  ...Object.values(SITUATION_ACCOUNTS),
];

/** The balances that the day close keeps; few entries stand on them, because payments are posted to «vigentes». */
export async function bookedBalances(db: Knex, institutionId: number, date: IsoDate): Promise<Booked[]> {
  const nameByCode = new Map<string, AccountName>(CLOSED_ACCOUNTS.map((name) => [ACCOUNTS[name].code, name]));
  const rows: { currency: string; line_id: number | null; account_code: string; balance: number | string }[] =
    await entriesOn(db, institutionId, CLOSED_ACCOUNTS)
      .where('j.booking_date', '<=', date)
      .groupBy('j.currency', 'j.line_id', 'e.account_code')
      .select('j.currency', 'j.line_id', 'e.account_code')
      .select(db.raw(`sum(case e.side when 'debit' then e.amount else -e.amount end) as balance`));
  return rows.map(({ currency, line_id, account_code: code, balance }) => ({
    currency,
    line_id,
    account: nameByCode.get(code) ?? 'provision',
    balance: centimosOfSum(balance),
  }));
}

function provisionDrafts(required: readonly SumRow[], booked: readonly Booked[]): Draft[] {
  return currenciesOf(required, booked).flatMap((currency) => {
    const target = sum(required.filter((row) => row.currency === currency).map((row) => row.provision));
    const credit = -balanceOf(booked, 'provision', currency);
    return draft('provision', currency, [
      moved('provisionExpense', target - credit),
      moved('provision', credit - target),
    ]);
  });
}

function interestDrafts(required: readonly SumRow[], booked: readonly Booked[]): Draft[] {
  const lines = (rows: readonly { currency: string; line_id: number | null }[], currency: string) =>
    rows.filter((row) => row.currency === currency).map((row) => row.line_id ?? 0);
  return currenciesOf(required, booked).flatMap((currency) =>
    [...new Set([...lines(required, currency), ...lines(booked, currency)])]
      .filter((lineId) => lineId > 0)
      .toSorted((one, other) => one - other)
      .flatMap((lineId) => {
        const ofLine = required.filter((row) => row.currency === currency && row.line_id === lineId);
        const target = sum(ofLine.map((row) => row.receivable));
        const change = target - balanceOf(booked, 'interestReceivable', currency, lineId);
        const entries = [moved('interestReceivable', change), moved('interestIncome', -change)];
        return draft('interest-accrual', currency, entries).map((one) => ({ ...one, lineId }));
      }),
  );
}

function situationDrafts(required: readonly SumRow[], booked: readonly Booked[]): Draft[] {
  return currenciesOf(required, booked).flatMap((currency) => {
    const changes = Object.entries(SITUATION_ACCOUNTS).map(([situation, account]) => {
      const ofSituation = required.filter((row) => row.currency === currency && row.situation === situation);
      return moved(account, sum(ofSituation.map((row) => row.posted)) - balanceOf(booked, account, currency));
    });
    const total = changes.reduce((all, { side, amount }) => all + (side === 'debit' ? amount : -amount), 0);
    return draft('reclassification', currency, [...changes, moved('loans', -total)]);
  });
}

/** A debit of an amount; a credit where it is below zero. */
function moved(account: AccountName, debit: Centimos): Entry {
  return { account, side: debit < 0 ? 'credit' : 'debit', amount: Math.abs(debit) };
}

/** Nothing where nothing moves. */
function draft(kind: string, currency: string, entries: readonly Entry[]): Draft[] {
  return entries.some(({ amount }) => amount !== 0) ? [{ kind, currency, entries }] : [];
}

function balanceOf(booked: readonly Booked[], account: AccountName, currency: string, lineId?: number): Centimos {
  return booked
    .filter((row) => row.account === account && row.currency === currency)
    .filter((row) => lineId === undefined || row.line_id === lineId)
    .reduce((total, row) => total + row.balance, 0);
}

function currenciesOf(required: readonly SumRow[], booked: readonly Booked[]): string[] {
  return [...new Set([...required, ...booked].map((row) => row.currency))].toSorted();
}

function sum(amounts: readonly (number | string)[]): Centimos {
  return amounts.reduce<number>((total, amount) => total + centimosOfSum(amount), 0);
}
