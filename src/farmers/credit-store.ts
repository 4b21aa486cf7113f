import type { State } from '../applications/states';
import type { Knex } from '../db/connect';
import type { Centimos } from '../lending/money';

export interface FarmerLoan {
  readonly id: number;
  readonly product: string;
  readonly currency: string;
  readonly principal: Centimos;
  readonly outstanding: Centimos;
  readonly status: 'active' | 'closed' | 'overpaid' | 'written-off';
  readonly disbursedOn: string;
  readonly oldestUnpaidDue: string | null;
  readonly nextDue: string | null;
  readonly nextAmount: Centimos | null;
}

export interface FarmerApplication {
  readonly id: number;
  readonly product: string | null;
  readonly currency: string;
  readonly amount: Centimos | null;
  readonly state: State;
  readonly stateSince: string;
}

/** The loans of a farmer, newest first. */
export async function loansOfFarmer(db: Knex, institutionId: number, farmerId: number): Promise<FarmerLoan[]> {
  const rows = (await db('loan as l')
    .join('product as p', (on) => on.on('p.institution_id', 'l.institution_id').andOn('p.id', 'l.product_id'))
    .where({ 'l.institution_id': institutionId, 'l.farmer_id': farmerId })
    .orderBy('l.id', 'desc')
    .select('l.*', 'p.name as product')) as LoanRow[];
  return rows.map((row) => ({
    id: row.id,
    product: row.product,
    currency: row.currency,
    principal: row.principal,
    outstanding: row.principal_outstanding,
    status: row.status,
    disbursedOn: row.disbursed_on,
    oldestUnpaidDue: row.oldest_unpaid_due,
    nextDue: row.next_due,
    nextAmount: row.next_amount,
  }));
}

/** The applications of a farmer, newest first. */
export async function applicationsOfFarmer(
  db: Knex,
  institutionId: number,
  farmerId: number,
): Promise<FarmerApplication[]> {
  const rows = (await db('application as a')
    .leftJoin('product as p', (on) => on.on('p.institution_id', 'a.institution_id').andOn('p.id', 'a.product_id'))
    .where({ 'a.institution_id': institutionId, 'a.farmer_id': farmerId })
    .orderBy('a.id', 'desc')
    .select('a.id', 'a.amount', 'a.state', 'a.state_since', 'p.name as product', 'p.currency')) as ApplicationRow[];
  return rows.map(({ state_since, currency, ...row }) => ({
    ...row,
    currency: currency ?? 'PEN',
    stateSince: state_since,
  }));
}

interface LoanRow {
  readonly id: number;
  readonly product: string;
  readonly currency: string;
  readonly principal: number;
  readonly principal_outstanding: number;
  readonly status: FarmerLoan['status'];
  readonly disbursed_on: string;
  readonly oldest_unpaid_due: string | null;
  readonly next_due: string | null;
  readonly next_amount: number | null;
}

interface ApplicationRow {
  readonly id: number;
  readonly product: string | null;
  readonly currency: string | null;
  readonly amount: number | null;
  readonly state: State;
  readonly state_since: string;
}
