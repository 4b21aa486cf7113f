import type { Knex } from '../db/connect';

/** A row of a sheet, or a sheet, that does not say what was posted. */
export interface CollectionDifference {
  readonly sheetId: number;
  readonly what: string;
}

/**
 * Compares the sheets of an institution with the payments that they led to: a posted row with its event (the loan, the
 * day, what was taken less what went back), and a confirmed sheet with its rows. Nothing where all agree.
 */
export async function collectionDifferences(db: Knex, institutionId: number): Promise<CollectionDifference[]> {
  const rows = (await db('collection_sheet_row as r')
    .join('collection_sheet as s', (on) => on.on('s.institution_id', 'r.institution_id').on('s.id', 'r.sheet_id'))
    .leftJoin('loan_event as e', (on) => on.on('e.institution_id', 'r.institution_id').on('e.id', 'r.event_id'))
    .where('r.institution_id', institutionId)
    .where((either) =>
      either
        .where((posted) =>
          posted.where('r.state', 'posted').whereRaw(
            `(e.type <> 'repayment' or e.loan_id <> r.loan_id or e.amount <> r.collected - r.given_back
                or e.value_date <> s.collect_on)`,
          ),
        )
        .orWhere((early) => early.where('s.state', 'confirmed').whereIn('r.state', ['open', 'refused']))
        .orWhere((late) =>
          late.whereIn('s.state', ['open', 'submitted', 'returned', 'void']).where('r.state', 'posted'),
        ),
    )
    .orderBy(['r.sheet_id', 'r.number'])
    .select('r.sheet_id', 'r.number', 'r.state', 's.state as sheet_state')) as {
    sheet_id: number;
    number: number;
    state: string;
    sheet_state: string;
  }[];
  return rows.map((row) => ({
    sheetId: row.sheet_id,
    what: `row ${row.number} is ${row.state} on a sheet that is ${row.sheet_state}`,
  }));
}
