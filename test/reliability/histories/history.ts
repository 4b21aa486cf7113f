import { collectionDifferences } from '../../../src/collection-sheets/recompute';
import type { Knex } from '../../../src/db/connect';
import { lineDifferences } from '../../../src/lines/recompute';
import { deliveryDifferences } from '../../../src/deliveries/reconcile';
import { loanDifferences } from '../../../src/loans/recompute';
import { logicalDigest, totalDigest } from '../../../src/verify/logical-digest';
import { verify } from '../../../src/verify/verify';
import { testConfig } from '../../support/config';
import type { ActKind, Step } from './acts';
import { bookFaults } from './book-faults';
import { brokenRules } from './invariants';
import { answerOf, expectation, learn, modelOf } from './model';
import { dayAfter, lenderOf, type Expectation, type Model } from './notebook';
import { NOTES_ON_DELIVERIES } from './notes-on-deliveries';
import { NOTES_ON_SHEETS } from './notes-on-sheets';
import { perform } from './perform';
import { FIRST_DAY, type Stage } from './stage';
import { give, peopleOf, USE_CASES, type Asked, type Outcome, type UseCase } from './use-cases';

/** What is counted over all histories: acts, how many of them were carried out, and commands. */
export interface Tally {
  steps: number;
  commands: number;
  refused: number;
  readonly drawn: Map<ActKind, number>;
  readonly done: Map<ActKind, number>;
}

export function emptyTally(): Tally {
  return { steps: 0, commands: 0, refused: 0, drawn: new Map(), done: new Map() };
}

export interface Telling {
  readonly db: Knex;
  readonly stage: Stage;
  readonly tally: Tally;
  readonly useCases?: Readonly<Record<string, UseCase>>;
  /** Called after each command; the control does harm there. */
  readonly afterwards?: (step: number) => Promise<unknown>;
}

/**
 * Lives through a history, and after every command asks everything that must hold. Throws at the first thing that does
 * not, with the commands up to there. Gives the commands, so that the history can be told again.
 */
export async function tell({ db, stage, tally, useCases, afterwards }: Telling, steps: readonly Step[]) {
  const model = modelOf(stage);
  const people = await peopleOf(db);
  const told: Asked[] = [];
  let day = FIRST_DAY;
  const restOf = async () => totalDigest(await logicalDigest(db, [...STILL, ...TRAIL]));
  const stillOf = async () => (await logicalDigest(db)).filter(({ table }) => STILL.includes(table));
  const stillBefore = await stillOf();
  let rest = await restOf();
  for (const [index, { days, lender, act }] of steps.entries()) {
    for (let passed = 0; passed < days; passed++) day = dayAfter(day);
    const scene = { db, model, lender, day, told, nextCommandId: () => `h-${told.length + 1}` };
    const performance = perform(scene, act);
    count(tally.drawn, act.kind);
    tally.steps += 1;
    let isDone = false;
    for (let next = await performance.next(); !next.done;) {
      const asked = next.value;
      const expected = expectation(model, asked);
      const outcome = await give(db, people, asked, { ...USE_CASES, ...useCases });
      told.push(asked);
      await afterwards?.(index);
      const faults = [
        ...judge(expected, outcome),
        ...learn(model, asked, outcome),
        ...(await brokenRules(db)),
        ...(await bookFaults(db, model)),
        ...(await differences(db, model, asked)),
      ];
      const now = await restOf();
      if (changedNothing(expected, outcome) && now !== rest) faults.push('I8 something changed that must not');
      rest = now;
      if (faults.length > 0) throw new Error(faultText(faults, told, outcome));
      tally.commands += 1;
      if (outcome.type === 'refused') tally.refused += 1;
      else isDone = true;
      next = await performance.next(outcome);
    }
    if (isDone) count(tally.done, act.kind);
  }
  const findings = await verify(db, testConfig.auditKey);
  const words = findings.map(({ kind, where, detail }) => `verify: ${kind} ${where} ${detail}`);
  if (totalDigest(await stillOf()) !== totalDigest(stillBefore)) words.push('I8 what no command writes to has changed');
  if (words.length > 0) throw new Error(faultText(words, told));
  return told;
}

/** What no command of a history may write to, whatever it is answered; looked at once, at the end. */
const STILL = [
  ...['institution', 'district', 'holiday', 'parameter', 'ledger_account', 'staff', 'investor', 'partner_organisation'],
  ...[
    'letter_of_intention',
    'withholding_agreement',
    'farmer',
    'farmer_access',
    'farmer_device',
    'activation_code',
    'parcel',
    'consent',
  ],
  ...['product', 'approval_level', 'credit_line_region', 'credit_line_product', 'application_parcel', 'covenant'],
];

const TRAIL = ['audit', 'audit_head', 'command'];

function judge(expected: Expectation | undefined, outcome: Outcome): string[] {
  if (!expected) return [];
  if (expected.type === 'same-answer') {
    return answerOf(outcome) === expected.outcome ? [] : [`the same command was answered ${expected.outcome} before`];
  }
  const isAsExpected =
    expected.type === 'accepted'
      ? outcome.type === 'done'
      : outcome.type === 'refused' && (expected.reason ?? outcome.reason) === outcome.reason;
  return isAsExpected ? [] : [`the notebook expects ${JSON.stringify(expected)}`];
}

function changedNothing(expected: Expectation | undefined, outcome: Outcome): boolean {
  return outcome.type === 'refused' || expected?.type === 'same-answer' || outcome['repeated'] === true;
}

/** What is stored of loans, lines, deliveries and sheets against what their events and movements lead to. */
async function differences(db: Knex, model: Model, { lender, useCase }: Asked): Promise<string[]> {
  const { institutionId } = lenderOf(model, lender);
  const ofLoans = await loanDifferences(db, institutionId);
  const ofLines = await lineDifferences(db, institutionId);
  const ofHarvest = useCase in NOTES_ON_DELIVERIES ? await deliveryDifferences(db, institutionId) : [];
  const ofSheets = useCase in NOTES_ON_SHEETS ? await collectionDifferences(db, institutionId) : [];
  return [...ofLoans, ...ofLines, ...ofHarvest, ...ofSheets].map((one) => `I10 ${JSON.stringify(one)}`);
}

function count(counts: Map<ActKind, number>, kind: ActKind): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}

function faultText(faults: readonly string[], told: readonly Asked[], outcome?: Outcome): string {
  const commands = told.map((asked) => JSON.stringify(asked)).join('\n');
  return `${faults.join('\n')}\nafter ${told.length} commands, the last answered ${JSON.stringify(outcome)}:\n${commands}`;
}
