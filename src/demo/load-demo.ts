import { DEMO_PASSWORD } from '../auth/demo-accounts';
import { hashSecret } from '../auth/password';
import type { Clock } from '../clock';
import type { Config } from '../config';
import type { Knex } from '../db/connect';
import { inTransaction } from '../db/transaction';
import { addDays, daysBetween, type IsoDate } from '../lending/dates';
import { planAlliance } from './alliance';
import { planCollections } from './collection-story';
import { farmerScripts, register, type FarmerScript } from './farmers';
import { planHarvest } from './harvest-story';
import { loanScripts, planLoan } from './lending-story';
import { planLine } from './line-story';
import { openLines } from './lines';
import { closeLastDay, planNights } from './nights';
import { offerProducts } from './offer';
import { openStage } from './opening';
import { pendingCount, planPending } from './pending-story';
import { randomOf } from './random';
import { planMissingRateCaps } from './rate-caps';
import type { Lender, Stage } from './stage';
import { planUndecided } from './trouble-story';

/** How far the story has got: a part of one, and the day it is there. */
export type Progress = (part: number, date: IsoDate) => void;

export interface DemoSize {
  readonly farmers: number;
  readonly loans: number;
}

export const FULL_SIZE: DemoSize = { farmers: 1_000, loans: 600 };

const FIRST_REGISTRATION_DAY = 20;

/** Whether nobody has made an institution yet. */
export async function isEmpty(db: Knex): Promise<boolean> {
  return (await db('institution').first('id')) === undefined;
}

/**
 * Fills an empty database with a little more than two years of an alliance that ends yesterday: every record is made by
 * the use cases of the program, by the person whose work it is, on its day. The same day gives the same data. All in one
 * transaction: a load that is cut off leaves an empty database, which the next start fills.
 */
export async function loadDemo(
  db: Knex,
  config: Config,
  clock: Clock,
  progress: Progress,
  size: DemoSize = FULL_SIZE,
): Promise<void> {
  const passwordHash = await hashSecret(DEMO_PASSWORD);
  await inTransaction(db, async (trx) => {
    if (!(await isEmpty(trx))) throw new Error('the demo is loaded into an empty database only');
    const stage = await openStage(trx, { auditKey: config.auditKey, passwordHash, today: clock.today() });
    planAlliance(stage);
    for (const lender of stage.lenders) await planLender(stage, lender, size);
    const days = daysBetween(stage.firstDay, stage.lastDay);
    await stage.agenda.runUntil(stage.lastDay, (date) => progress(daysBetween(stage.firstDay, date) / days, date));
    await closeLastDay(stage);
    progress(1, stage.lastDay);
  });
}

/** What a lender starts with is there at once; what its people do later goes on the agenda. */
async function planLender(stage: Stage, lender: Lender, size: DemoSize): Promise<void> {
  await planMissingRateCaps(stage, lender);
  const offer = await offerProducts(stage, lender);
  const lines = await openLines(stage, lender);

  const { sharePercent } = lender.script;
  const farmers = farmerScripts(lender, Math.round((size.farmers * sharePercent) / 100), stage.firstDay);
  const borrowers = Math.round((size.loans * sharePercent) / 100);
  const loans = loanScripts(stage, farmers.slice(0, borrowers), lines);
  const applicants = farmers.slice(borrowers, borrowers + pendingCount(lender));
  const others = farmers.slice(borrowers + applicants.length);

  for (const line of lines)
    planLine(
      stage,
      line,
      loans.filter((loan) => loan.line === line),
    );
  for (const loan of loans) planLoan(stage, offer, loan);
  planPending(stage, lender, offer, applicants);
  planCollections(stage, lender);
  planHarvest(stage, lender);
  for (const farmer of others) planRegistration(stage, farmer);
  planUndecided(stage, lender);
  planNights(stage, lender);
}

/** Farmers who have not asked for a loan yet come one by one. */
function planRegistration(stage: Stage, farmer: FarmerScript): void {
  const random = randomOf('registration', farmer.lender.code, farmer.number);
  const days = daysBetween(stage.firstDay, stage.lastDay);
  const day = addDays(stage.firstDay, random.between(FIRST_REGISTRATION_DAY, days - 1));
  stage.agenda.add(day, random.between(8 * 60, 17 * 60), async (clock) => {
    await register(stage, farmer, clock);
  });
}
