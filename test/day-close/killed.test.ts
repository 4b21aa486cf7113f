import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDay } from '../../src/day-close/close-day';
import { connect, type Knex } from '../../src/db/connect';
import { verify } from '../../src/verify/verify';
import { on } from '../loans/a-loan';
import { testConfig } from '../support/config';
import { onPostgres } from '../support/database';
import { aLender, type Happening, live } from './nights';

/** A process that is killed while it closes a day leaves the day open and nothing else; the next one closes it. */
const DAY = '2026-06-15';

const folder = mkdtempSync(join(tmpdir(), 'mazorca-killed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const happenings: Happening[] = [
  { day: '2026-06-02', loan: 0, amount: 40_000, daysBack: 2, takesBack: false },
  { day: '2026-06-15', loan: 1, amount: 90_000, daysBack: 0, takesBack: false },
];

it('loses nothing and leaves nothing behind, whenever it is killed', async () => {
  const lender = await aLender();
  for (const one of happenings) await live(lender, one, []);
  const url = await urlOf(lender.world.db);
  const db = connect(url);
  const close = (dieBefore: number) => childClosing(url, lender.at.id, dieBefore);
  const closedDays = () => db('closed_day').where({ institution_id: lender.at.id, date: DAY });

  const killed: number[] = [];
  for (const statement of [4, 9, 15, 22, 30, 38, 47]) {
    const child = close(statement);
    if (child.signal !== 'SIGKILL') break;
    killed.push(statement);
    expect(await closedDays()).toEqual([]);
    expect(await verify(db, testConfig.auditKey)).toEqual([]);
  }
  expect(killed.length).toBeGreaterThanOrEqual(5);

  const answer = JSON.parse(close(0).stdout) as { type: string; digest: string; statements: number };
  expect(answer.type).toBe('done');
  expect(await closedDays()).toHaveLength(1);
  expect(await verify(db, testConfig.auditKey)).toEqual([]);
  await db.destroy();
  if (onPostgres) return;
  const undisturbed = await closeDay(lender.world.db, on(lender.at, 'raul', DAY), DAY);
  expect(undisturbed).toMatchObject({ digest: answer.digest });
}, 240_000);

/** Another process needs a database that it can open: the one in memory is written to a file. */
async function urlOf(db: Knex): Promise<string> {
  if (onPostgres)
    return (db.client as { config: { connection: { connectionString: string } } }).config.connection.connectionString;
  const file = join(folder, 'lender.sqlite');
  await db.raw('vacuum into ?', [file]);
  return `sqlite:${file}`;
}

function childClosing(url: string, institutionId: number, dieBefore: number) {
  const script = join(__dirname, 'die-closing.ts');
  const args = ['--import', 'tsx', script, url, String(institutionId), DAY, String(dieBefore)];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}
