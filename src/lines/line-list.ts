import type { Knex } from '../db/connect';
import type { OwnLines } from './access';
import { lineOf, type CreditLine, type LineRow } from './store';

export interface LineFilters {
  readonly institutionId?: number | undefined;
  readonly investorId?: number | undefined;
  readonly currency?: string | undefined;
}

export interface ListedLine extends CreditLine {
  readonly institution: string;
  readonly investor: string;
}

/** The lines that a person sees and that pass the filters, by lender and in order of opening. */
export async function listLines(db: Knex, own: OwnLines, filters: LineFilters): Promise<ListedLine[]> {
  const query = db('credit_line as c')
    .join('institution as i', 'i.id', 'c.institution_id')
    .join('investor as v', 'v.id', 'c.investor_id')
    .orderBy(['c.institution_id', 'c.id'])
    .select('c.*', 'i.name as institution', 'v.name as investor');
  for (const [column, value] of Object.entries(own)) void query.where(`c.${column}`, value);
  if (filters.institutionId !== undefined) void query.where('c.institution_id', filters.institutionId);
  if (filters.investorId !== undefined) void query.where('c.investor_id', filters.investorId);
  if (filters.currency !== undefined) void query.where('c.currency', filters.currency);
  const rows: (LineRow & { institution: string; investor: string })[] = await query;
  return rows.map((row) => ({ ...lineOf(row), institution: row.institution, investor: row.investor }));
}

export interface Lender {
  readonly id: number;
  readonly name: string;
}

export async function lenders(db: Knex): Promise<Lender[]> {
  return db('institution').where({ kind: 'lender' }).orderBy('id').select('id', 'name');
}

export async function findLender(db: Knex, id: number): Promise<Lender | undefined> {
  return db('institution').where({ id, kind: 'lender' }).first('id', 'name');
}
