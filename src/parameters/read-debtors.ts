import type { Knex } from '../db/connect';
import type { ClassificationTable, CreditType, LastDaysLate } from '../lending/classification';
import type { Decimal } from '../lending/decimal';
import type { ProvisionTable, SpecificCategory } from '../lending/provisions';
import type { OverdueTable } from '../lending/situation';
import { BOUNDED_CATEGORIES, CREDIT_TYPES, SPECIFIC_CATEGORIES, SPECIFIC_TABLES, TWO_STEP_TYPES } from './kinds';
import { decimalOf, numberOf } from './read-figures';
import { parameterOn } from './store';

/** The last day late of each category by credit type (Res. SBS 11356-2008, chapter II), as it holds on a date. */
export async function classificationTableOn(
  db: Knex,
  institutionId: number,
  date: string,
): Promise<ClassificationTable | undefined> {
  const table = await parameterOn(db, institutionId, 'debtor-classification', date);
  if (!table) return undefined;
  const lastDays = (type: CreditType) =>
    BOUNDED_CATEGORIES.map((category) => numberOf(table, `${type}.${category}`)) as unknown as LastDaysLate;
  return recordOf(CREDIT_TYPES, lastDays);
}

/** What must be provided for, in percent of the balance (Res. SBS 11356-2008, chapter III), as it holds on a date. */
export async function provisionTablesOn(
  db: Knex,
  institutionId: number,
  date: string,
): Promise<ProvisionTable | undefined> {
  const table = await parameterOn(db, institutionId, 'provisions', date);
  if (!table) return undefined;
  const specific = (name: string): Record<SpecificCategory, Decimal> =>
    recordOf(SPECIFIC_CATEGORIES, (category) => decimalOf(table, `${name}.${category}`));
  return {
    generic: recordOf(CREDIT_TYPES, (type) => decimalOf(table, `generic.${type}`)),
    specific: recordOf(SPECIFIC_TABLES, specific),
    selfLiquidating: decimalOf(table, 'selfLiquidating'),
    procyclical: recordOf(CREDIT_TYPES, (type) => decimalOf(table, `procyclical.${type}`)),
    procyclicalActive: numberOf(table, 'procyclicalActive') === 1,
    guaranteeLapsesAfterMonths: {
      Dudoso: numberOf(table, 'guaranteeLapsesAfterMonths.Dudoso'),
      Perdida: numberOf(table, 'guaranteeLapsesAfterMonths.Perdida'),
    },
  };
}

/** After how many days late a loan of each type leaves «vigente» (Manual de Contabilidad), as it holds on a date. */
export async function overdueTableOn(db: Knex, institutionId: number, date: string): Promise<OverdueTable | undefined> {
  const table = await parameterOn(db, institutionId, 'overdue-balance', date);
  if (!table) return undefined;
  const twoSteps: readonly CreditType[] = TWO_STEP_TYPES;
  return recordOf(CREDIT_TYPES, (type) => ({
    wholeBalanceAfterDays: numberOf(table, `wholeBalance.${type}`),
    ...(twoSteps.includes(type) && { unpaidInstalmentsAfterDays: numberOf(table, `unpaidInstalments.${type}`) }),
  }));
}

function recordOf<Key extends string, Value>(keys: readonly Key[], valueOf: (key: Key) => Value): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<Key, Value>;
}
