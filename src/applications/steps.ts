import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import { takeStep, type Decision, type StepTaken } from './take-step';

/*
 * The steps that the state machine alone decides. Submitting and approving have rules of their own, in their own files.
 */

export function beginEvaluation(db: Knex, by: By, decision: Decision): Promise<StepTaken> {
  return takeStep(db, by, decision, 'in-evaluation');
}

/** Sends it back to its officer with remarks. */
export function returnApplication(db: Knex, by: By, decision: Decision): Promise<StepTaken> {
  return takeStep(db, by, decision, 'returned');
}

export function sendToCommittee(db: Knex, by: By, decision: Decision): Promise<StepTaken> {
  return takeStep(db, by, decision, 'in-committee');
}

export function denyApplication(db: Knex, by: By, decision: Decision): Promise<StepTaken> {
  return takeStep(db, by, decision, 'denied');
}

/** The farmer no longer wants the loan. */
export function withdrawApplication(db: Knex, by: By, decision: Decision): Promise<StepTaken> {
  return takeStep(db, by, decision, 'withdrawn');
}
