import { readFileSync } from 'node:fs';
import { connect } from '../../../src/db/connect';
import { logicalDigest } from '../../../src/verify/logical-digest';
import { answerOf } from './model';
import { give, peopleOf, type Asked } from './use-cases';

/*
 * A program of its own, so that it can run in another time zone: tsx tell-again.ts <file with histories>. It gives the
 * commands of each history to its database and writes what it was answered and the digests of all tables.
 */

export interface Retelling {
  readonly databaseUrl: string;
  readonly commands: readonly Asked[];
}

export interface Retold {
  readonly zone: string;
  readonly answers: readonly string[];
  readonly digests: Awaited<ReturnType<typeof logicalDigest>>;
}

async function main(): Promise<void> {
  const retellings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Retelling[];
  const retold: Retold[] = [];
  for (const retelling of retellings) retold.push(await tellAgain(retelling));
  process.stdout.write(JSON.stringify(retold));
}

async function tellAgain({ databaseUrl, commands }: Retelling): Promise<Retold> {
  const db = connect(databaseUrl);
  try {
    const people = await peopleOf(db);
    const answers: string[] = [];
    for (const asked of commands) answers.push(answerOf(await give(db, people, asked)));
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { zone, answers, digests: await logicalDigest(db) };
  } finally {
    await db.destroy();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
