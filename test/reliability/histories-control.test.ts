import fc from 'fast-check';
import type { Knex } from '../../src/db/connect';
import { receiveSheet } from '../../src/collection-sheets/receive-sheet';
import { recordDelivery } from '../../src/deliveries/record-delivery';
import { postRepayment } from '../../src/repayments/post-repayment';
import { requestChange } from '../../src/servicing/request-change';
import { history } from './histories/acts';
import { sqliteCopies, type Copies } from './histories/copies';
import { emptyTally, tell, type Telling } from './histories/history';
import { ofDelivery, ofSheet } from './histories/papers';
import type { UseCase, UseCaseName } from './histories/use-cases';

/** Histories that are wrong must be seen to be wrong, or those that are right show nothing. */
let copies: Copies;

beforeAll(async () => {
  copies = await sqliteCopies();
});

afterAll(() => copies.remove());

const HARM_AT = 12;

describe('a history is stopped', () => {
  it.each<[string, string, string]>([
    [
      'a céntimo of an entry',
      'I1',
      'update entry set amount = amount + 1 where (institution_id, journal_id, position) = (select max(institution_id), 1, 1 from entry)',
    ],
    ['a journal without its seal', 'I1', 'delete from journal_seal where journal_id = 3 and institution_id = 2'],
    ['a céntimo of a loan', 'I4', 'update loan set principal_outstanding = principal_outstanding + 1 where id = 1'],
    ['a céntimo of an instalment', 'I5', 'update instalment set total = total + 1 where number = 1'],
    ['a line that lent more than it did', 'I10', 'update credit_line set lent = lent + 1 where id = 1'],
    [
      'a command that is forgotten',
      'I7',
      `delete from command where id in (select command_id from journal where kind = 'disbursement')`,
    ],
    ['a row of the trail that is gone', 'I12', 'delete from audit where seq = (select max(seq) from audit)'],
    [
      'a balance in its till',
      'the notebook says',
      `update entry set account_code = '1103' where account_code = '1101'`,
    ],
  ])('at %s, by the rule that says so', async (_what, rule, harm) => {
    const [steps = []] = fc.sample(history(HARM_AT + 1), { numRuns: 1, seed: 7 });
    const afterwards = (db: Knex) => async (step: number) => {
      if (step !== HARM_AT) return;
      for (const { name } of (await db('sqlite_master').where({ type: 'trigger' })) as { name: string }[]) {
        await db.raw('drop trigger ??', [name]);
      }
      await db.raw('pragma foreign_keys = off');
      await db.raw(harm);
    };
    await expect(
      copies.withCopy((db) =>
        tell({ db, stage: copies.stage, tally: emptyTally(), afterwards: afterwards(db) }, steps),
      ),
    ).rejects.toThrow(rule);
  });
});

describe('a program is found out', () => {
  const forgetful: UseCase = async (db, by, input) => {
    const answer = await postRepayment(db, by, input);
    if (answer.type === 'done') await db('allocation').where({ event_id: answer.eventId }).del();
    return answer;
  };
  const eager: UseCase = async (db, by, input: Parameters<typeof postRepayment>[2]) => {
    const answer = await postRepayment(db, by, input);
    if (answer.type === 'done') await postRepayment(db, by, { ...input, commandId: `${input.commandId}-again` });
    return answer;
  };
  const wasteful: UseCase = async (db, by, input) => {
    const answer = await postRepayment(db, by, input);
    if (answer.type === 'refused') await db('counter').where({ name: 'receipt' }).increment('value', 1);
    return answer;
  };
  const trusting: UseCase = async (db, by, input: Parameters<typeof postRepayment>[2]) =>
    postRepayment(db, by, { ...input, commandId: `${input.commandId}-${Math.random()}` });

  /** As if what is forgiven of interest could pay principal. */
  const generous: UseCase = async (db, by, input: Parameters<typeof requestChange>[2]) => {
    const isInterest = input.details.part === 'interest';
    return requestChange(db, by, isInterest ? { ...input, details: { part: 'principal' } } : input);
  };
  const greedy: UseCase = ofDelivery(async (db: Knex, by, input: Parameters<typeof recordDelivery>[2]) =>
    recordDelivery(db, by, { ...input, pricePerKg: '16.49' }),
  );
  const careless: UseCase = ofSheet(async (db, by, input: Parameters<typeof receiveSheet>[2]) => {
    await db('collection_sheet_row').where({ state: 'open' }).whereNotNull('collected').increment('collected', 100);
    return receiveSheet(db, by, { ...input, differenceReason: 'Da lo mismo' });
  });

  it.each<[string, UseCaseName, UseCase]>([
    ['forgets to divide a payment', 'post-repayment', forgetful],
    ['posts a payment twice', 'post-repayment', eager],
    ['uses up a receipt for a refusal', 'post-repayment', wasteful],
    ['does not know a command again', 'post-repayment', trusting],
    ['pays less for beans than they are worth', 'record-delivery', greedy],
    ['writes more on a sheet than was given', 'receive-sheet', careless],
  ])('that %s', async (_what, name, useCase) => {
    await expect(lives({ useCases: { [name]: useCase } })).rejects.toThrow(/I5|I8|notebook|before|less than|worth/);
  });

  it('that takes forgiven interest for principal', async () => {
    const waive = { kind: 'waive', which: 0, other: 1, percent: 50, daysAgo: 1 } as const;
    const [[disburse] = []] = fc.sample(history(3), { numRuns: 1, seed: 3 });
    const steps = disburse ? [disburse, { days: 40, lender: disburse.lender, act: waive }] : [];
    const live = (other: Partial<Telling>) =>
      copies.withCopy((db) => tell({ db, stage: copies.stage, tally: emptyTally(), ...other }, steps));
    await expect(live({ useCases: { 'request-change': generous } })).rejects.toThrow('cannot owe less than');
    await expect(live({})).resolves.toHaveLength(3);
  });

  it('only then', async () => {
    await expect(lives({})).resolves.toBeUndefined();
  });

  async function lives(other: Partial<Telling>): Promise<void> {
    for (const steps of fc.sample(history(25), { numRuns: 12, seed: 11 })) {
      await copies.withCopy((db) => tell({ db, stage: copies.stage, tally: emptyTally(), ...other }, steps));
    }
  }
});
