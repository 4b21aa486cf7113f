import { fixedClock } from '../../src/clock';
import { closeDay } from '../../src/day-close/close-day';
import { connect } from '../../src/db/connect';
import { testConfig } from '../support/config';

/** Closes a day in a process of its own, which is killed before the statement of that number; 0 is never. */
const [url = '', institutionId = '', date = '', dieBefore = '0'] = process.argv.slice(2);

async function main(): Promise<void> {
  const db = connect(url);
  let statements = 0;
  db.on('query', () => {
    statements += 1;
    if (statements === Number(dieBefore)) process.kill(process.pid, 'SIGKILL');
  });
  const actor = { institutionId: Number(institutionId), kind: 'system', role: 'system', requestId: 'test' } as const;
  const clock = fixedClock(`${date}T23:30:00.000Z`);
  const closed = await closeDay(db, { actor, clock, auditKey: testConfig.auditKey }, date);
  process.stdout.write(JSON.stringify({ ...closed, statements }));
  await db.destroy();
}

void main();
