import type { Knex } from '../db/connect';
import { CATEGORIES } from '../lending/classification';
import { addDays, type IsoDate } from '../lending/dates';
import { CLOSED_TYPES, procyclicalRate, provisionRates, type Rules } from './rules';

/** Temporary tables of one day close; they are dropped when it is done. */
export const WORKING_TABLES = [
  'closing_rule',
  'closing_debtor',
  'closing_group',
  'closing_sharing',
  'closing_shared',
] as const;

export const LAST_DUES = ['normal_from', 'cpp_from', 'deficiente_from', 'dudoso_from'] as const;

/** What the loans of a group have in common. */
export const GROUPED_BY = [
  ...['currency', 'product_id', 'line_id', 'officer_id', 'organisation_id', 'ubigeo', 'credit_type'],
  ...['category', 'situation', 'days_late_from'],
] as const;

export const SHARED_BY = [...GROUPED_BY, 'farmer_id'] as const;

/** What is added up of each group of loans. */
export const AMOUNTS = [
  ...['principal', 'overdue_principal', 'refinanced_principal', 'modified_principal', 'untested_principal'],
  ...['provision', 'posted', 'receivable', 'suspended'],
] as const;

/**
 * `closing_rule` holds the tables of the regulator for the day, a row per credit type: `normal_from` is the earliest
 * due date that, unpaid, still leaves the debtor Normal. `closing_debtor` takes the farmers below Normal;
 * `closing_group` the loans, in groups that share everything that is reported; `closing_sharing` the farmers who may have
 * several of them, and `closing_shared` a row for each loan of those.
 */
export async function prepareWorkingTables(trx: Knex.Transaction, rules: Rules, date: IsoDate): Promise<void> {
  await dropWorkingTables(trx);
  await create(trx, 'closing_rule', (t) => {
    t.string('credit_type', 40).primary();
    for (const name of [...LAST_DUES, 'not_overdue_from']) t.date(name).notNullable();
    for (const name of [...CATEGORIES.map((_, rank) => `rate_${rank}`), 'rate_procyclical']) t.bigInteger(name);
  });
  await create(trx, 'closing_debtor', (t) => {
    t.integer('farmer_id').primary();
    t.integer('category').notNullable();
  });
  await create(trx, 'closing_group', (t) => {
    addColumns(t, GROUPED_BY);
    t.integer('loans').notNullable();
    for (const name of AMOUNTS) t.bigInteger(name).notNullable();
    t.primary([...GROUPED_BY]);
  });
  await create(trx, 'closing_sharing', (t) => t.integer('farmer_id').primary());
  await create(trx, 'closing_shared', (t) => addColumns(t, SHARED_BY));
  await trx('closing_rule').insert(CLOSED_TYPES.map((type) => ruleRow(type, rules, date)));
}

export async function dropWorkingTables(trx: Knex.Transaction): Promise<void> {
  for (const table of WORKING_TABLES) await trx.raw('drop table if exists ??', [table]);
}

const WORDS: readonly string[] = ['currency', 'ubigeo', 'credit_type', 'situation'];

function addColumns(t: Knex.CreateTableBuilder, names: readonly string[]): void {
  for (const name of names) {
    if (WORDS.includes(name)) t.string(name, 40).notNullable();
    else t.integer(name).notNullable();
  }
}

async function create(trx: Knex.Transaction, name: string, define: (t: Knex.CreateTableBuilder) => void) {
  const statements = trx.schema.createTable(name, define).toSQL() as unknown as { sql: string }[];
  for (const { sql } of statements) await trx.raw(sql.replace(/^create table/, 'create temporary table'));
}

function ruleRow(type: (typeof CLOSED_TYPES)[number], { classification, provisions, overdue }: Rules, date: IsoDate) {
  const lastDues = classification[type].map((days, rank) => [LAST_DUES[rank], addDays(date, -days)]);
  const rates = provisionRates(type, provisions).map((rate, rank) => [`rate_${rank}`, rate]);
  return {
    credit_type: type,
    ...Object.fromEntries([...lastDues, ...rates]),
    not_overdue_from: addDays(date, -overdue[type].wholeBalanceAfterDays),
    rate_procyclical: procyclicalRate(type, provisions),
  };
}
