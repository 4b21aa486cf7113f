import type { AccountName } from '../ledger/accounts';
import type { Entry } from '../ledger/journal';
import type { LoanState, Transaction } from '../lending/history';
import type { Centimos } from '../lending/money';
import type { Channel } from './events';

/**
 * How a repayment is divided; every part has an account of its own in the ledger. Of a loan that was written off
 * everything that comes in is one part, `recovered`.
 */
export type Split = Readonly<Record<SplitPart, Centimos>>;

export const SPLIT_ACCOUNTS = {
  principal: 'loans',
  interest: 'interestIncome',
  insurance: 'insurancePayable',
  fees: 'feeIncome',
  penalties: 'penaltyIncome',
  lateInterest: 'lateInterestIncome',
  overpaid: 'overpayments',
  recovered: 'recoveries',
} as const satisfies Record<string, AccountName>;

export type SplitPart = keyof typeof SPLIT_ACCOUNTS;

export const SPLIT_PARTS = Object.keys(SPLIT_ACCOUNTS) as SplitPart[];

export const NOTHING: Split = {
  principal: 0,
  interest: 0,
  insurance: 0,
  fees: 0,
  penalties: 0,
  lateInterest: 0,
  overpaid: 0,
  recovered: 0,
};

/** What of a transaction counts: a reversed one was divided once and counts for nothing now. */
export function splitOf(transaction: Transaction | undefined): Split {
  if (!transaction || transaction.reversed || transaction.type === 'disbursement') return NOTHING;
  const { amount, principal, interest, insurance, fees, penalties, lateInterest, overpaid } = transaction;
  if (transaction.type === 'recovery') return { ...NOTHING, recovered: amount - overpaid, overpaid };
  return { ...NOTHING, principal, interest, insurance, fees, penalties, lateInterest, overpaid };
}

/** Principal that has come back from the farmer, before and after a write-off. */
export function principalRepaid({ transactions }: LoanState): Centimos {
  return transactions.reduce((sum, one) => (isMoneyIn(one) ? sum + one.principal : sum), 0);
}

export function isMoneyIn({ type, reversed }: Transaction): boolean {
  return type !== 'disbursement' && !reversed;
}

export function totalOf(split: Split): Centimos {
  return SPLIT_PARTS.reduce((sum, part) => sum + split[part], 0);
}

export function isSameSplit(one: Split, other: Split): boolean {
  return SPLIT_PARTS.every((part) => one[part] === other[part]);
}

export function difference(to: Split, from: Split): Split {
  return Object.fromEntries(SPLIT_PARTS.map((part) => [part, to[part] - from[part]])) as Record<SplitPart, Centimos>;
}

/**
 * The money goes out and the principal is owed; the fee that is kept back is earned at once. Of 8,000.00 with a fee of
 * 20.00 the farmer is handed 7,980.00.
 */
export function disbursementEntries(principal: Centimos, fee: Centimos, channel: Channel): Entry[] {
  return [
    { account: 'loans', side: 'debit', amount: principal },
    { account: moneyAccount(channel), side: 'credit', amount: principal - fee },
    { account: 'feeIncome', side: 'credit', amount: fee },
  ];
}

/** Interest is income when it is paid: what is late or written off was never booked as earned. */
export function repaymentEntries(split: Split, channel: Channel): Entry[] {
  return [entry(moneyAccount(channel), -totalOf(split)), ...creditsOf(split)];
}

/** A payment that is divided anew: the parts that grew against the parts that shrank, and no cash. */
export function reallocationEntries(change: Split): Entry[] {
  return creditsOf(change);
}

/** Interest that nobody paid is owed as principal from now on, and is earned; below zero where it is taken back. */
export function capitalisationEntries(amount: Centimos): Entry[] {
  return [entry('loans', -amount), entry('interestIncome', amount)];
}

/**
 * Principal that will not come back, forgiven or written off, is taken out of the provision; what the provision then
 * lacks is the expense of the day close. Interest and charges that nobody has paid were never income, so forgiving them
 * posts nothing.
 */
export function lossEntries(principal: Centimos): Entry[] {
  return [entry('provision', -principal), entry('loans', principal)];
}

function creditsOf(split: Split): Entry[] {
  return SPLIT_PARTS.map((part) => entry(SPLIT_ACCOUNTS[part], split[part]));
}

/** A credit of an amount; a debit where it is below zero. */
function entry(account: AccountName, credit: Centimos): Entry {
  return { account, side: credit < 0 ? 'debit' : 'credit', amount: Math.abs(credit) };
}

/** Where the money of a loan comes from and goes to; what it is for stands on the other side. */
export const MONEY_ACCOUNTS = {
  cash: 'cash',
  bank: 'bank',
  organisation: 'organisationReceivable',
} as const satisfies Record<Channel, AccountName>;

/** What an organisation withheld is owed by it until it remits. */
function moneyAccount(channel: Channel): AccountName {
  return MONEY_ACCOUNTS[channel];
}
