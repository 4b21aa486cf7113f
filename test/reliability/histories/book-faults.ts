import type { Knex } from '../../../src/db/connect';
import type { LenderModel, Model } from './notebook';
import { counts } from './notes-on-loans';

/** Where the books of the program and the notebook disagree. */
export async function bookFaults(db: Knex, model: Model): Promise<string[]> {
  const faults: string[] = [];
  const balances = await plainBalances(db);
  const loans = await storedLoans(db);
  const totals = await storedTotals(db);
  for (const [code, lender] of model.lenders) {
    const say = (what: string, stored: unknown, noted: unknown): void => {
      if (stored !== noted) faults.push(`${code}: ${what} is ${String(stored)}, the notebook says ${String(noted)}`);
    };
    const own = balances.filter((row) => row.institution_id === lender.institutionId);
    for (const name of new Set([...own.map(nameOf), ...lender.books.keys()])) {
      say(name, Number(own.find((row) => nameOf(row) === name)?.balance ?? 0), lender.books.get(name) ?? 0);
    }
    const total = totals.find((row) => row.institution_id === lender.institutionId);
    say('the number of events', Number(total?.events), lender.events);
    say('the number of receipts', Number(total?.receipts), lender.receipts);
    say('the number of commands', Number(total?.commands), lender.answered.size);
    faults.push(...loanFaults(lender, loans, say));
  }
  return faults;
}

type Say = (what: string, stored: unknown, noted: unknown) => void;

function loanFaults(lender: LenderModel, rows: readonly LoanRow[], say: Say): string[] {
  const own = rows.filter((row) => row.institution_id === lender.institutionId);
  say('the number of loans', own.length, lender.loans.size);
  return own.flatMap((row) => {
    const loan = lender.loans.get(row.id);
    if (!loan) return [`loan ${row.id} is in no notebook`];
    const paid = [...loan.payments.values()].filter(counts).reduce((sum, { amount }) => sum + amount, 0);
    const recovered = [...loan.payments.values()]
      .filter((one) => counts(one) && one.isRecovery)
      .reduce((sum, { amount }) => sum + amount, 0);
    say(`what loan ${row.id} was paid`, Number(row.divided) + Number(row.overpaid), paid);
    say(`what loan ${row.id} brought after it was lost`, Number(row.recoveries), recovered);
    // A lost loan that has come back to the last céntimo is closed like any other.
    const cameBack = recovered > 0 && row.status === 'closed' && row.principal_outstanding === 0;
    say(`whether loan ${row.id} is written off`, row.status === 'written-off' || cameBack, loan.writtenOff);
    const least = loan.principal - loan.forgiven - paid;
    const owed = row.principal_outstanding;
    return owed < least ? [`loan ${row.id} owes ${owed} and cannot owe less than ${least}`] : [];
  });
}

interface BalanceRow {
  readonly institution_id: number;
  readonly currency: string;
  readonly account_code: string;
  readonly balance: number | string;
}

/** The accounts of the chart that a notebook can follow. */
const PLAIN: Readonly<Record<string, string>> = {
  '1101': 'cash',
  '1103': 'bank',
  '1507': 'organisation',
  '2402': 'borrowings',
  '5403': 'recoveries',
};

function nameOf({ currency, account_code: code }: BalanceRow): string {
  return `${currency} ${PLAIN[code]}`;
}

const SIGNED = `case e.side when 'debit' then e.amount else -e.amount end`;
const OF_JOURNAL = `j.institution_id = e.institution_id and j.id = e.journal_id`;

function plainBalances(db: Knex): Promise<BalanceRow[]> {
  return rowsOf(
    db,
    `select j.institution_id, j.currency, e.account_code, sum(${SIGNED}) as balance
       from entry e join journal j on ${OF_JOURNAL}
      where e.account_code in ('1101', '1103', '1507', '2402', '5403')
      group by j.institution_id, j.currency, e.account_code`,
  );
}

interface LoanRow {
  readonly institution_id: number;
  readonly id: number;
  readonly status: string;
  readonly principal_outstanding: number;
  readonly divided: number | string;
  readonly overpaid: number | string;
  readonly recoveries: number | string;
}

/** Late interest is part of what a payment was divided into; money beyond the debt is on an account of its own. */
function storedLoans(db: Knex): Promise<LoanRow[]> {
  const posted = (code: string) =>
    `(select coalesce(-sum(${SIGNED}), 0) from entry e join journal j on ${OF_JOURNAL}
       where j.institution_id = l.institution_id and j.loan_id = l.id and e.account_code = '${code}')`;
  return rowsOf(
    db,
    `select l.institution_id, l.id, l.status, l.principal_outstanding,
            (select coalesce(sum(principal + interest + insurance + fees + penalties + late_interest), 0)
               from allocation a where a.institution_id = l.institution_id and a.loan_id = l.id) as divided,
            ${posted('2107')} as overpaid, ${posted('5403')} as recoveries
       from loan l order by l.institution_id, l.id`,
  );
}

interface TotalsRow {
  readonly institution_id: number;
  readonly events: number;
  readonly receipts: number;
  readonly commands: number;
}

/** Commands of a history are called h-1, h-2 …; those of the stage have other names. */
function storedTotals(db: Knex): Promise<TotalsRow[]> {
  return rowsOf(
    db,
    `select i.id as institution_id,
            (select count(*) from loan_event e where e.institution_id = i.id) as events,
            (select coalesce(max(value), 0) from counter c where c.institution_id = i.id and c.name = 'receipt') as receipts,
            (select count(*) from command c where c.institution_id = i.id and c.id like 'h-%') as commands
       from institution i`,
  );
}

async function rowsOf<Row>(db: Knex, sql: string): Promise<Row[]> {
  const answer: unknown = await db.raw(sql);
  return (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows) as Row[];
}
