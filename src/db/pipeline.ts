import { engineOf, type Knex } from './connect';

/**
 * Runs steps that need no answer of each other, in their order. PostgreSQL is sent the first statement of each without
 * waiting for the answer to the one before; it runs them one after the other, and once one has failed it refuses those
 * behind it until the transaction is rolled back. SQLite answers at once, and a full disk may end its transaction at a
 * failed statement: there each step waits for the one before, or the next would be kept by itself.
 */
export async function pipelined<Steps extends readonly (() => PromiseLike<unknown>)[]>(
  trx: Knex.Transaction,
  steps: readonly [...Steps],
): Promise<Answers<Steps>> {
  if (engineOf(trx) === 'pg') return (await Promise.all(steps.map((step) => step()))) as Answers<Steps>;
  const answers: unknown[] = [];
  for (const step of steps) answers.push(await step());
  return answers as Answers<Steps>;
}

type Answers<Steps extends readonly (() => PromiseLike<unknown>)[]> = {
  [Place in keyof Steps]: Awaited<ReturnType<Steps[Place]>>;
};
