import fc from 'fast-check';
import { ACT_KINDS, history, type ActKind, type Step } from './histories/acts';
import { sqliteCopies, type Copies } from './histories/copies';
import { emptyTally, tell, type Tally } from './histories/history';
import { HISTORIES } from './options';

const STEPS = 40;

let copies: Copies;

beforeAll(async () => {
  copies = await sqliteCopies();
});

afterAll(() => copies.remove());

it(`${HISTORIES} random histories of ${STEPS} steps keep every rule after every command`, async () => {
  const tally = emptyTally();
  const started = Date.now();
  const live = (steps: readonly Step[]) =>
    copies.withCopy((db) => tell({ db, stage: copies.stage, tally }, steps)).then(() => undefined);
  const lived = await fc.check(fc.asyncProperty(history(STEPS), live), { numRuns: HISTORIES, endOnFailure: true });
  if (lived.counterexample) throw new Error(`seed ${lived.seed}: ${await shortest(lived.counterexample[0], live)}`);
  process.stdout.write(figuresOf(tally, (Date.now() - started) / 1_000));
  expect(tally.steps).toBe(HISTORIES * STEPS);
  expect(tally.refused / tally.commands).toBeGreaterThanOrEqual(0.2);
  const rare = ACT_KINDS.filter((kind) => (tally.drawn.get(kind) ?? 0) < leastOf(tally.steps));
  expect(rare).toEqual([]);
  expect(ACT_KINDS.filter((kind) => !NEVER_DONE.has(kind) && !tally.done.has(kind))).toEqual([]);
});

/** One in a hundred, less what chance may take from so few: 9 of 2,400 steps, 715 of 80,000. */
function leastOf(steps: number): number {
  return steps / 100 - 3 * Math.sqrt(steps / 100);
}

/** Acts of which every command must be refused. */
const NEVER_DONE: ReadonlySet<ActKind> = new Set([
  ...(['pay-nothing', 'pay-tomorrow', 'pay-at-the-other-lender', 'reuse-command'] as const),
  ...(['reverse-again', 'reverse-own', 'close-out-of-order'] as const),
]);

/** Leaves out one step after the other that the fault does not need, and says what is left. */
async function shortest(steps: readonly Step[], live: (steps: readonly Step[]) => Promise<void>): Promise<string> {
  const faultOf = (some: readonly Step[]) =>
    live(some).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
  let left = [...steps];
  let fault = (await faultOf(left)) ?? 'not again';
  for (let index = left.length - 1; index >= 0; index--) {
    const fewer = left.toSpliced(index, 1);
    // The days that passed pass all the same.
    const next = fewer[index];
    if (next) fewer[index] = { ...next, days: next.days + (left[index]?.days ?? 0) };
    const still = await faultOf(fewer);
    if (still === undefined) continue;
    left = fewer;
    fault = still;
  }
  return fault;
}

function figuresOf(tally: Tally, seconds: number): string {
  const lines = ACT_KINDS.map((kind) => {
    const drawn = tally.drawn.get(kind) ?? 0;
    const part = ((100 * drawn) / tally.steps).toFixed(1);
    return `  ${kind.padEnd(24)} ${part.padStart(5)} % of steps, ${tally.done.get(kind) ?? 0} of ${drawn} carried out`;
  });
  const { steps, commands, refused } = tally;
  const share = ((100 * refused) / commands).toFixed(1);
  return `${steps} steps, ${commands} commands, ${share} % refused, ${Math.round(steps / seconds)} steps a second\n${lines.join('\n')}\n`;
}
