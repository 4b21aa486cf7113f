import type { Knex } from '../db/connect';
import type { Decimal } from '../lending/decimal';
import type { Centimos } from '../lending/money';
import { decimalOf, moneyOf, numberOf } from './read-figures';
import { parameterOn } from './store';

/** The part of a window's household surplus that an instalment may take, in percent. */
export async function surplusShareOn(db: Knex, institutionId: number, date: string): Promise<Decimal | undefined> {
  const share = await parameterOn(db, institutionId, 'capacity-share', date);
  return share && decimalOf(share, 'ofSurplus');
}

/** Days without a move after which an application expires. */
export async function applicationLifeOn(db: Knex, institutionId: number, date: string): Promise<number | undefined> {
  const life = await parameterOn(db, institutionId, 'application-life', date);
  return life && numberOf(life, 'days');
}

/** When a farmer is reminded of an instalment, and between which hours of a lawful day. */
export interface ReminderRule {
  readonly daysBefore: number;
  readonly daysAfter: number;
  readonly fromHour: number;
  readonly toHour: number;
}

export async function reminderRuleOn(db: Knex, institutionId: number, date: string): Promise<ReminderRule | undefined> {
  const rule = await parameterOn(db, institutionId, 'reminders', date);
  return (
    rule && {
      daysBefore: numberOf(rule, 'daysBefore'),
      daysAfter: numberOf(rule, 'daysAfter'),
      fromHour: numberOf(rule, 'fromHour'),
      toHour: numberOf(rule, 'toHour'),
    }
  );
}

export interface AllianceTargets {
  readonly organisations: number;
  readonly hectares: Decimal;
  readonly farmers: number;
  readonly investmentUsd: Centimos;
}

/** What the alliance set out to reach; only the facilitator's institution keeps it. */
export async function allianceTargetsOn(
  db: Knex,
  institutionId: number,
  date: string,
): Promise<AllianceTargets | undefined> {
  const targets = await parameterOn(db, institutionId, 'alliance-targets', date);
  return (
    targets && {
      organisations: numberOf(targets, 'organisations'),
      hectares: decimalOf(targets, 'hectares'),
      farmers: numberOf(targets, 'farmers'),
      investmentUsd: moneyOf(targets, 'investmentUsd'),
    }
  );
}
