import type { Knex } from '../db/connect';
import { CATEGORIES, type ClassificationTable, type CreditType } from '../lending/classification';
import type { IsoDate } from '../lending/dates';
import { Decimal } from '../lending/decimal';
import type { ProvisionTable } from '../lending/provisions';
import type { OverdueTable } from '../lending/situation';
import { CREDIT_TYPES, type ParameterName } from '../parameters/kinds';
import { classificationTableOn, overdueTableOn, provisionTablesOn } from '../parameters/read-debtors';

/** The tables of the regulator as they hold on the day that is closed. */
export interface Rules {
  readonly classification: ClassificationTable;
  readonly provisions: ProvisionTable;
  readonly overdue: OverdueTable;
}

/** The name of the parameter where one has no value for the day: without it the day cannot be closed. */
export async function rulesOn(db: Knex, institutionId: number, date: IsoDate): Promise<Rules | ParameterName> {
  const classification = await classificationTableOn(db, institutionId, date);
  const provisions = await provisionTablesOn(db, institutionId, date);
  const overdue = await overdueTableOn(db, institutionId, date);
  if (!classification) return 'debtor-classification';
  if (!provisions) return 'provisions';
  return overdue ? { classification, provisions, overdue } : 'overdue-balance';
}

/** Small farm loans are of these types: their whole balance is overdue at once. */
export const CLOSED_TYPES: readonly CreditType[] = CREDIT_TYPES.filter(
  (type) => type === 'microempresa' || type === 'pequena_empresa',
);

/** Provision rates are whole millionths, so that the database reckons them exactly. */
export const MILLION = 1_000_000;

/**
 * What is provided for a loan without a guarantee in each category, in millionths of its balance: Normal at 1 % is
 * 10,000, Dudoso at 60 % is 600,000. The procyclical part, where it is active, is provided for on its own.
 */
export function provisionRates(type: CreditType, table: ProvisionTable): number[] {
  return CATEGORIES.map((category) =>
    millionths(category === 'Normal' ? table.generic[type] : table.specific.table1[category]),
  );
}

export function procyclicalRate(type: CreditType, table: ProvisionTable): number {
  return table.procyclicalActive ? millionths(table.procyclical[type]) : 0;
}

function millionths(percent: Decimal): number {
  const rate = new Decimal(percent).times(MILLION / 100);
  if (!rate.isInteger()) throw new Error(`a provision of ${percent.toFixed()} % is finer than a ten-thousandth`);
  return rate.toNumber();
}
