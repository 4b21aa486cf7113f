import type { Knex } from 'knex';
import { columns } from '../src/db/columns';
import { makeAppendOnly } from './append-only';

/**
 * Payment by harvest: what a farmer and an organisation agreed to withhold, the beans that were delivered and from
 * which parcels, what of their value paid which loan, and what the organisation has handed over since.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('withholding_agreement', (t) => {
    const c = columns(db, t, 'withholding_agreement');
    c.institution().references('institution.id');
    t.integer('id').notNullable();
    t.integer('farmer_id').notNullable();
    t.integer('partner_organisation_id').notNullable().references('partner_organisation.id');
    c.decimal('share_percent').notNullable();
    /** Only what is due, up to two instalments, or the whole debt. */
    c.word('reach', ['due', 'two-instalments', 'debt']).notNullable();
    /** What the farmer chose for money beyond two instalments; only where the reach is the whole debt. */
    c.word('intent', ['prepay-reduce-term', 'prepay-reduce-amount', 'advance']);
    c.date('valid_from').notNullable();
    c.date('valid_until').notNullable();
    /** The farmer's consent. */
    c.date('signed_on').notNullable();
    c.word('method', ['handwritten', 'fingerprint', 'digital']).notNullable();
    c.flag('read_aloud').notNullable();
    /** Who signed for the organisation. */
    t.string('signatory', 120).notNullable();
    t.integer('staff_id').notNullable();
    c.instant('recorded_at').notNullable();
    c.date('ended_on');
    t.string('end_reason', 500).notNullable().defaultTo('');
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'farmer_id']).references(['institution_id', 'id']).inTable('farmer');
    t.foreign(['institution_id', 'staff_id']).references(['institution_id', 'id']).inTable('staff');
    t.index(['institution_id', 'farmer_id', 'partner_organisation_id'], 'withholding_agreement_of_farmer');
    t.check('valid_from <= valid_until', [], 'withholding_agreement_from_before_until');
    t.check('signed_on <= valid_from', [], 'withholding_agreement_signed_before');
    t.check(`(reach = 'debt') = (intent is not null)`, [], 'withholding_agreement_says_what_farmer_chose');
  });

  // Stored balances; verify recomputes them. The row is also what deliveries and remittances of an organisation queue for.
  await db.schema.createTable('organisation_account', (t) => {
    const c = columns(db, t, 'organisation_account');
    c.institution().references('institution.id');
    t.integer('partner_organisation_id').notNullable().references('partner_organisation.id');
    c.centimos('withheld').notNullable();
    c.centimos('remitted').notNullable();
    t.primary(['institution_id', 'partner_organisation_id']);
    t.check('withheld >= 0 and remitted >= 0', [], 'organisation_account_not_negative');
  });

  await db.schema.createTable('delivery_lot', (t) => {
    const c = columns(db, t, 'delivery_lot');
    c.institution().references('institution.id');
    t.integer('id').notNullable();
    t.integer('partner_organisation_id').notNullable().references('partner_organisation.id');
    /** As the organisation writes it. */
    t.string('code', 40).notNullable();
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.unique(['institution_id', 'partner_organisation_id', 'code']);
  });

  await db.schema.createTable('delivery', (t) => {
    const c = columns(db, t, 'delivery');
    c.institution().references('institution.id');
    t.integer('id').notNullable();
    t.integer('partner_organisation_id').notNullable().references('partner_organisation.id');
    t.integer('farmer_id').notNullable();
    t.integer('lot_id').notNullable();
    t.integer('agreement_id');
    /** The number of the slip that the organisation gave for it. */
    t.string('slip', 40).notNullable();
    c.date('delivered_on').notNullable();
    c.word('state', ['wet', 'dry']).notNullable();
    c.decimal('gross_kg').notNullable();
    /** Of dry beans, as measured. */
    c.decimal('moisture_percent');
    /** Soles for a kg of dry beans at standard moisture. */
    c.decimal('price_per_kg').notNullable();
    c.decimal('discount_percent').notNullable();
    t.string('discount_reason', 200).notNullable().defaultTo('');
    /** The figures that held on the day. */
    c.decimal('wet_dry_factor').notNullable();
    c.decimal('standard_moisture_percent').notNullable();
    c.decimal('share_percent').notNullable();
    c.decimal('dry_kg').notNullable();
    c.centimos('value').notNullable();
    c.centimos('withheld').notNullable();
    c.centimos('paid_out').notNullable();
    /** More beans than the parcels are thought to bear, and somebody looked into it. */
    c.flag('more_than_borne').notNullable();
    t.integer('staff_id').notNullable();
    c.instant('recorded_at').notNullable();
    t.string('command_id', 64).notNullable();
    t.integer('reversed_by');
    c.instant('reversed_at');
    t.string('reversal_reason', 500).notNullable().defaultTo('');
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'farmer_id']).references(['institution_id', 'id']).inTable('farmer');
    t.foreign(['institution_id', 'lot_id']).references(['institution_id', 'id']).inTable('delivery_lot');
    t.foreign(['institution_id', 'agreement_id']).references(['institution_id', 'id']).inTable('withholding_agreement');
    t.foreign(['institution_id', 'staff_id']).references(['institution_id', 'id']).inTable('staff');
    t.foreign(['institution_id', 'reversed_by']).references(['institution_id', 'id']).inTable('staff');
    t.unique(['institution_id', 'partner_organisation_id', 'slip'], {
      indexName: 'delivery_slip_once',
      predicate: db.whereRaw('reversed_by is null'),
    });
    t.index(['institution_id', 'partner_organisation_id', 'delivered_on', 'id'], 'delivery_of_organisation');
    t.index(['institution_id', 'delivered_on', 'id']);
    t.index(['institution_id', 'farmer_id', 'delivered_on']);
    t.index(['institution_id', 'lot_id']);
    t.check('value > 0 and withheld >= 0 and paid_out >= 0', [], 'delivery_amounts_not_negative');
    t.check('value = withheld + paid_out', [], 'delivery_value_is_divided');
    t.check('withheld = 0 or agreement_id is not null', [], 'delivery_withheld_by_agreement');
    t.check(`(state = 'dry') = (moisture_percent is not null)`, [], 'delivery_dry_has_moisture');
    t.check('reversed_by is null or reversed_by <> staff_id', [], 'delivery_reversed_by_another');
    t.check('(reversed_by is null) = (reversed_at is null)', [], 'delivery_says_when_reversed');
  });

  await db.schema.createTable('delivery_parcel', (t) => {
    const c = columns(db, t, 'delivery_parcel');
    c.institution();
    t.integer('delivery_id').notNullable();
    t.integer('parcel_id').notNullable();
    c.decimal('share_percent').notNullable();
    /** Its share of the delivery's dry kg; the shares add up to them. */
    c.decimal('dry_kg').notNullable();
    t.primary(['institution_id', 'delivery_id', 'parcel_id']);
    t.foreign(['institution_id', 'delivery_id']).references(['institution_id', 'id']).inTable('delivery');
    t.foreign(['institution_id', 'parcel_id']).references(['institution_id', 'id']).inTable('parcel');
    t.index(['institution_id', 'parcel_id']);
  });

  await db.schema.createTable('delivery_repayment', (t) => {
    const c = columns(db, t, 'delivery_repayment');
    c.institution();
    t.integer('delivery_id').notNullable();
    t.integer('loan_id').notNullable();
    t.integer('event_id').notNullable();
    c.centimos('amount').notNullable();
    t.primary(['institution_id', 'delivery_id', 'loan_id']);
    t.unique(['institution_id', 'event_id']);
    t.foreign(['institution_id', 'delivery_id']).references(['institution_id', 'id']).inTable('delivery');
    t.foreign(['institution_id', 'loan_id']).references(['institution_id', 'id']).inTable('loan');
    t.foreign(['institution_id', 'event_id']).references(['institution_id', 'id']).inTable('loan_event');
    t.index(['institution_id', 'loan_id']);
    t.check('amount > 0', [], 'delivery_repayment_amount_positive');
  });

  await db.schema.createTable('remittance', (t) => {
    const c = columns(db, t, 'remittance');
    c.institution().references('institution.id');
    t.integer('id').notNullable();
    t.integer('partner_organisation_id').notNullable().references('partner_organisation.id');
    c.date('received_on').notNullable();
    c.centimos('amount').notNullable();
    c.word('channel', ['cash', 'bank']).notNullable();
    /** The number of the operation or of the organisation's voucher. */
    t.string('reference', 60).notNullable().defaultTo('');
    t.bigInteger('journal_id').notNullable();
    t.integer('staff_id').notNullable();
    c.instant('recorded_at').notNullable();
    t.integer('reversed_by');
    c.instant('reversed_at');
    t.string('reversal_reason', 500).notNullable().defaultTo('');
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'journal_id']).references(['institution_id', 'id']).inTable('journal');
    t.foreign(['institution_id', 'staff_id']).references(['institution_id', 'id']).inTable('staff');
    t.foreign(['institution_id', 'reversed_by']).references(['institution_id', 'id']).inTable('staff');
    t.index(['institution_id', 'partner_organisation_id', 'received_on']);
    t.check('amount > 0', [], 'remittance_amount_positive');
    t.check('reversed_by is null or reversed_by <> staff_id', [], 'remittance_reversed_by_another');
    t.check('(reversed_by is null) = (reversed_at is null)', [], 'remittance_says_when_reversed');
  });

  for (const table of ['delivery_parcel', 'delivery_repayment']) await makeAppendOnly(db, table);
  await openReceivable(db);
}

/** Institutions that are there already get the account of what organisations owe; new ones open it with the others. */
async function openReceivable(db: Knex): Promise<void> {
  const lenders = (await db('ledger_account').distinct('institution_id')) as { institution_id: number }[];
  for (const { institution_id } of lenders) {
    await db('ledger_account').insert({
      institution_id,
      code: '1507',
      name: 'Por cobrar a organizaciones por retenciones',
      kind: 'asset',
    });
  }
}

export async function down(db: Knex): Promise<void> {
  for (const table of [
    'remittance',
    'delivery_repayment',
    'delivery_parcel',
    'delivery',
    'delivery_lot',
    'organisation_account',
    'withholding_agreement',
  ]) {
    await db.schema.dropTable(table);
  }
  await db('ledger_account').where({ code: '1507' }).delete();
}
