import type { Knex } from '../db/connect';
import type { StageRule } from '../lending/stages';
import { CAPPED_CUTS, DEFAULT_BUCKETS, SECURITIES, type ParameterName } from './kinds';
import { numberOf } from './read-figures';
import { seedOn } from './seed-values';
import { parameterOn, type Parameter } from './store';

export type CappedCut = (typeof CAPPED_CUTS)[number];
export type DefaultBucket = (typeof DEFAULT_BUCKETS)[number];
export type Security = (typeof SECURITIES)[number];

/**
 * The value of the institution on a date, or else the one that the program gives to new institutions: who was there
 * before the parameter was is not left without it.
 */
export async function parameterOrSeedOn(
  db: Knex,
  institutionId: number,
  name: ParameterName,
  date: string,
): Promise<Parameter> {
  const value = (await parameterOn(db, institutionId, name, date)) ?? seedOn(name, date);
  if (!value) throw new Error(`${name} has no value on ${date} and no default`);
  return value;
}

/** From 0 to 1: who covers less of the twelve months ahead is taken to be more than 30 days late. */
export async function stressCoverageOn(db: Knex, institutionId: number, date: string): Promise<number> {
  const value = await parameterOrSeedOn(db, institutionId, 'stress-coverage', date);
  return numberOf(value, 'coveredAtLeast') / 100;
}

/** Caps in percent of the balance; `hhi` is the index itself, by district. */
export interface ConcentrationCaps {
  readonly percentOf: Readonly<Record<CappedCut | 'top20', number>>;
  readonly hhi: number;
  readonly parameter: Parameter;
}

export async function concentrationCapsOn(db: Knex, institutionId: number, date: string): Promise<ConcentrationCaps> {
  const parameter = await parameterOrSeedOn(db, institutionId, 'concentration-caps', date);
  const caps = [...CAPPED_CUTS, 'top20' as const].map((cut) => [cut, numberOf(parameter, cut)]);
  return {
    percentOf: Object.fromEntries(caps) as ConcentrationCaps['percentOf'],
    hhi: numberOf(parameter, 'hhi'),
    parameter,
  };
}

export interface ExpectedLossRules {
  readonly stages: StageRule;
  /** From 0 to 1, within twelve months. */
  readonly defaultIn12Months: Readonly<Record<DefaultBucket, number>>;
  readonly lossGivenDefault: Readonly<Record<Security, number>>;
  /** How many loans a year ago make the institution's own history count. */
  readonly historyLoans: number;
  readonly parameter: Parameter;
}

export async function expectedLossRulesOn(db: Knex, institutionId: number, date: string): Promise<ExpectedLossRules> {
  const parameter = await parameterOrSeedOn(db, institutionId, 'expected-loss', date);
  const shares = <Key extends string>(keys: readonly Key[], group: string) =>
    Object.fromEntries(keys.map((key) => [key, numberOf(parameter, `${group}.${key}`) / 100])) as Record<Key, number>;
  return {
    stages: {
      stage2AfterDays: numberOf(parameter, 'stage2AfterDays'),
      stage3FromDays: numberOf(parameter, 'stage3FromDays'),
    },
    defaultIn12Months: shares(DEFAULT_BUCKETS, 'defaultIn12Months'),
    lossGivenDefault: shares(SECURITIES, 'lossGivenDefault'),
    historyLoans: numberOf(parameter, 'historyLoans'),
    parameter,
  };
}

export interface LineReportRule {
  /** Ages in whole years, both counted. */
  readonly youngFrom: number;
  readonly youngTo: number;
  /** A group of fewer farmers is not told. */
  readonly farmersShownFrom: number;
}

export async function lineReportRuleOn(db: Knex, institutionId: number, date: string): Promise<LineReportRule> {
  const value = await parameterOrSeedOn(db, institutionId, 'line-report', date);
  return {
    youngFrom: numberOf(value, 'youngFrom'),
    youngTo: numberOf(value, 'youngTo'),
    farmersShownFrom: numberOf(value, 'farmersShownFrom'),
  };
}
