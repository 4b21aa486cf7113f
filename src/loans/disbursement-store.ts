import type { Knex } from '../db/connect';
import type { Centimos } from '../lending/money';

/** An approved application whose money has not been handed out. */
export interface WaitingApplication {
  readonly id: number;
  readonly givenNames: string;
  readonly firstSurname: string;
  readonly secondSurname: string;
  readonly documentNumber: string;
  readonly district: string;
  readonly product: string;
  readonly currency: string;
  readonly amount: Centimos;
  readonly disburseOn: string | null;
  readonly approvedAt: string;
  readonly officer: string;
  readonly submittedBy: number | null;
  readonly decidedBy: number | null;
}

/** Those that wait longest first. */
export async function waitingApplications(db: Knex, institutionId: number): Promise<WaitingApplication[]> {
  return (await db('application as a')
    .join('farmer as f', (on) => on.on('f.institution_id', 'a.institution_id').on('f.id', 'a.farmer_id'))
    .join('district as d', 'd.ubigeo', 'f.ubigeo')
    .join('product as p', (on) => on.on('p.institution_id', 'a.institution_id').on('p.id', 'a.product_id'))
    .join('staff as s', (on) => on.on('s.institution_id', 'a.institution_id').on('s.id', 'a.officer_id'))
    .where({ 'a.institution_id': institutionId, 'a.state': 'approved' })
    .orderBy(['a.state_since', 'a.id'])
    .select({
      id: 'a.id',
      givenNames: 'f.given_names',
      firstSurname: 'f.first_surname',
      secondSurname: 'f.second_surname',
      documentNumber: 'f.document_number',
      district: 'd.name',
      product: 'p.name',
      currency: 'p.currency',
      amount: 'a.amount',
      disburseOn: 'a.disburse_on',
      approvedAt: 'a.state_since',
      officer: 's.name',
      submittedBy: 'a.submitted_by',
      decidedBy: 'a.decided_by',
    })) as WaitingApplication[];
}
