import type { Knex } from '../db/connect';

/** Who a farmer can call, and where they pay. */
export interface Contact {
  readonly officer: string;
  readonly officerPhone: string | null;
  readonly institution: string;
  readonly institutionPhone: string | null;
  readonly payAt: string;
}

export async function contactOf(db: Knex, institutionId: number, farmerId: number): Promise<Contact> {
  const row = (await db('farmer as f')
    .join('staff as s', (on) => on.on('s.institution_id', 'f.institution_id').on('s.id', 'f.officer_id'))
    .join('institution as i', 'i.id', 'f.institution_id')
    .where({ 'f.institution_id': institutionId, 'f.id': farmerId })
    .first({
      officer: 's.name',
      officerPhone: 's.phone',
      institution: 'i.name',
      institutionPhone: 'i.phone',
      payAt: 'i.pay_at',
    })) as Contact | undefined;
  if (!row) throw new Error(`farmer ${farmerId} of institution ${institutionId} has no contact`);
  return row;
}

/** An application that is neither a loan nor at its end. */
export interface OpenApplication {
  readonly id: number;
  readonly state: OpenState;
  readonly since: string;
  readonly officer: string;
  readonly amount: number | null;
  readonly currency: string | null;
}

const OPEN_STATES = ['draft', 'submitted', 'in-evaluation', 'returned', 'in-committee', 'approved'] as const;
export type OpenState = (typeof OPEN_STATES)[number];

/** The latest of a farmer; a draft is the officer's own paper and not shown. */
export async function openApplication(
  db: Knex,
  institutionId: number,
  farmerId: number,
): Promise<OpenApplication | undefined> {
  return (await db('application as a')
    .join('staff as s', (on) => on.on('s.institution_id', 'a.institution_id').on('s.id', 'a.officer_id'))
    .leftJoin('product as p', (on) => on.on('p.institution_id', 'a.institution_id').on('p.id', 'a.product_id'))
    .where({ 'a.institution_id': institutionId, 'a.farmer_id': farmerId })
    .whereIn(
      'a.state',
      OPEN_STATES.filter((state) => state !== 'draft'),
    )
    .orderBy('a.id', 'desc')
    .first({
      id: 'a.id',
      state: 'a.state',
      since: 'a.state_since',
      officer: 's.name',
      amount: 'a.amount',
      currency: 'p.currency',
    })) as OpenApplication | undefined;
}
