import type { Knex } from '../db/connect';
import { centimosOfSum, entriesOn } from '../ledger/balances';
import type { Centimos } from '../lending/money';

/** The figures of one organisation, each added up from its own source. */
export interface OrganisationBalance {
  readonly partnerOrganisationId: number;
  readonly deliveries: number;
  /** Of the deliveries that count: value = withheld + paid out. */
  readonly value: Centimos;
  readonly withheld: Centimos;
  readonly paidOut: Centimos;
  /** What the repayments say that were posted for them. */
  readonly repaid: Centimos;
  readonly remitted: Centimos;
  /** What the ledger says that the organisation owes: withheld less remitted. */
  readonly receivable: Centimos;
  /** The balances that are stored for the organisation. */
  readonly stored: { readonly withheld: Centimos; readonly remitted: Centimos };
}

/** Two figures that should be the same, in céntimos. */
export interface Difference {
  readonly what:
    | 'value_not_divided'
    | 'withheld_not_repaid'
    | 'repayment_taken_back_alone'
    | 'repayment_not_taken_back'
    | 'repayment_differs_from_loan'
    | 'withheld_differs_from_account'
    | 'remitted_differs_from_account'
    | 'receivable_differs_from_ledger'
    | 'receivable_of_nobody';
  readonly partnerOrganisationId: number | null;
  readonly deliveryId: number | null;
  readonly expected: Centimos;
  readonly found: Centimos;
}

/** Every organisation with which something was ever delivered or remitted, by number. */
export async function organisationBalances(db: Knex, institutionId: number): Promise<OrganisationBalance[]> {
  const deliveries = await sums(db, 'delivery', institutionId, ['value', 'withheld', 'paid_out']);
  const remittances = await sums(db, 'remittance', institutionId, ['amount']);
  const repaid = await repaidByOrganisation(db, institutionId);
  const receivable = await receivableByOrganisation(db, institutionId);
  const stored = (await db('organisation_account')
    .where({ institution_id: institutionId })
    .orderBy('partner_organisation_id')) as StoredAccount[];
  return stored.map((account) => {
    const id = account.partner_organisation_id;
    const delivered = deliveries.get(id);
    return {
      partnerOrganisationId: id,
      deliveries: delivered?.['rows'] ?? 0,
      value: delivered?.['value'] ?? 0,
      withheld: delivered?.['withheld'] ?? 0,
      paidOut: delivered?.['paid_out'] ?? 0,
      repaid: repaid.get(id) ?? 0,
      remitted: remittances.get(id)?.['amount'] ?? 0,
      receivable: receivable.get(id) ?? 0,
      stored: { withheld: account.withheld, remitted: account.remitted },
    };
  });
}

/**
 * Everything that does not agree to the céntimo, delivery by delivery and organisation by organisation: value with
 * withheld and paid out, withheld with the repayments in the loans, stored balances with the sums, and the receivable of
 * the ledger with withheld less remitted. Nothing in a sound database.
 */
export async function deliveryDifferences(db: Knex, institutionId: number): Promise<Difference[]> {
  const balances = await organisationBalances(db, institutionId);
  const nobodys = (await receivableByOrganisation(db, institutionId)).get(null) ?? 0;
  const ofNobody: Difference[] =
    nobodys === 0
      ? []
      : [{ what: 'receivable_of_nobody', partnerOrganisationId: null, deliveryId: null, expected: 0, found: nobodys }];
  return [...(await differencesOfDeliveries(db, institutionId)), ...balances.flatMap(differencesOf), ...ofNobody];
}

function differencesOf(balance: OrganisationBalance): Difference[] {
  const { partnerOrganisationId, withheld, remitted, receivable, stored } = balance;
  const pairs = [
    ['withheld_differs_from_account', withheld, stored.withheld],
    ['remitted_differs_from_account', remitted, stored.remitted],
    ['receivable_differs_from_ledger', withheld - remitted, receivable],
  ] as const;
  return pairs
    .filter(([, expected, found]) => expected !== found)
    .map(([what, expected, found]) => ({ what, partnerOrganisationId, deliveryId: null, expected, found }));
}

/** A delivery that counts has its repayments in the loans, unreversed; one that was taken back has them reversed. */
async function differencesOfDeliveries(db: Knex, institutionId: number): Promise<Difference[]> {
  const rows = (await db
    .from(
      db('delivery as d')
        .leftJoin('delivery_repayment as r', (on) =>
          on.on('r.institution_id', 'd.institution_id').on('r.delivery_id', 'd.id'),
        )
        .leftJoin('loan_event as e', (on) => on.on('e.institution_id', 'r.institution_id').on('e.id', 'r.event_id'))
        .leftJoin('loan_event as x', (on) =>
          on.on('x.institution_id', 'r.institution_id').on('x.reverses', 'r.event_id'),
        )
        .where('d.institution_id', institutionId)
        .groupBy('d.id', 'd.partner_organisation_id', 'd.value', 'd.withheld', 'd.paid_out', 'd.reversed_by')
        .select(
          'd.id',
          'd.partner_organisation_id',
          'd.value',
          'd.withheld',
          'd.paid_out',
          'd.reversed_by',
          db.raw('coalesce(sum(r.amount), 0) as repaid'),
          db.raw('coalesce(sum(e.amount), 0) as in_loans'),
          db.raw('coalesce(sum(case when x.id is null then 0 else r.amount end), 0) as taken_back'),
        )
        .as('one'),
    )
    .whereRaw('value <> withheld + paid_out or withheld <> repaid or repaid <> in_loans')
    .orWhereRaw('taken_back <> case when reversed_by is null then 0 else repaid end')
    .orderBy('id')
    .limit(1_000)) as DifferingDelivery[];
  return rows.flatMap((row) => differencesOfRow(row));
}

function differencesOfRow(row: DifferingDelivery): Difference[] {
  const [repaid, inLoans, takenBack] = [row.repaid, row.in_loans, row.taken_back].map(centimosOfSum) as [
    Centimos,
    Centimos,
    Centimos,
  ];
  const counts = row.reversed_by === null;
  const pairs = [
    ['value_not_divided', row.value, row.withheld + row.paid_out],
    ['withheld_not_repaid', row.withheld, repaid],
    ['repayment_differs_from_loan', repaid, inLoans],
    [counts ? 'repayment_taken_back_alone' : 'repayment_not_taken_back', counts ? 0 : repaid, takenBack],
  ] as const;
  return pairs
    .filter(([, expected, found]) => expected !== found)
    .map(([what, expected, found]) => ({
      what,
      partnerOrganisationId: row.partner_organisation_id,
      deliveryId: row.id,
      expected,
      found,
    }));
}

/** Sums by organisation of what was not taken back, with the number of rows. */
async function sums(
  db: Knex,
  table: 'delivery' | 'remittance',
  institutionId: number,
  columns: readonly string[],
): Promise<Map<number, Record<string, Centimos>>> {
  const rows = (await db(table)
    .where({ institution_id: institutionId })
    .whereNull('reversed_by')
    .groupBy('partner_organisation_id')
    .select(
      'partner_organisation_id',
      db.raw('count(*) as rows'),
      ...columns.map((column) => db.raw('sum(??) as ??', [column, column])),
    )) as Record<string, number | string>[];
  return new Map(
    rows.map((row) => [
      Number(row['partner_organisation_id']),
      Object.fromEntries(['rows', ...columns].map((name) => [name, centimosOfSum(row[name] ?? 0)])),
    ]),
  );
}

async function repaidByOrganisation(db: Knex, institutionId: number): Promise<Map<number, Centimos>> {
  const rows = (await db('delivery_repayment as r')
    .join('delivery as d', (on) => on.on('d.institution_id', 'r.institution_id').on('d.id', 'r.delivery_id'))
    .where('r.institution_id', institutionId)
    .whereNull('d.reversed_by')
    .groupBy('d.partner_organisation_id')
    .select('d.partner_organisation_id as id', db.raw('sum(r.amount) as amount'))) as {
    id: number;
    amount: number | string;
  }[];
  return new Map(rows.map(({ id, amount }) => [id, centimosOfSum(amount)]));
}

/** Debits less credits of the receivable by organisation; null is what no delivery and no remittance accounts for. */
async function receivableByOrganisation(db: Knex, institutionId: number): Promise<Map<number | null, Centimos>> {
  const rows = (await entriesOn(db, institutionId, ['organisationReceivable'])
    .leftJoin('delivery_repayment as r', (on) =>
      on.on('r.institution_id', 'j.institution_id').on('r.event_id', 'j.event_id'),
    )
    .leftJoin('delivery as d', (on) => on.on('d.institution_id', 'r.institution_id').on('d.id', 'r.delivery_id'))
    .leftJoin('remittance as m', (on) =>
      on.on('m.institution_id', 'j.institution_id').on('m.journal_id', db.raw('coalesce(j.reverses, j.id)')),
    )
    .groupByRaw('coalesce(d.partner_organisation_id, m.partner_organisation_id)')
    .select(
      db.raw('coalesce(d.partner_organisation_id, m.partner_organisation_id) as id'),
      db.raw(`sum(case e.side when 'debit' then e.amount else -e.amount end) as amount`),
    )) as { id: number | null; amount: number | string }[];
  return new Map(rows.map(({ id, amount }) => [id, centimosOfSum(amount)]));
}

interface StoredAccount {
  partner_organisation_id: number;
  withheld: Centimos;
  remitted: Centimos;
}

interface DifferingDelivery {
  id: number;
  partner_organisation_id: number;
  value: Centimos;
  withheld: Centimos;
  paid_out: Centimos;
  reversed_by: number | null;
  repaid: number | string;
  in_loans: number | string;
  taken_back: number | string;
}
