import { tableOf } from './measure';
import { measureLosses } from './losses';
import { measureReplays } from './replays';
import { measureSchedules } from './schedules';

/** `npm run bench:lending`: the lending core on one core of this machine, as a table and as JSON. */
const SECONDS_PER_LINE = Number(process.env['BENCH_SECONDS'] ?? 2);

const rows = [
  ...measureSchedules(SECONDS_PER_LINE),
  ...measureReplays(SECONDS_PER_LINE),
  ...measureLosses(SECONDS_PER_LINE),
];

process.stdout.write(`${tableOf(rows)}\n\n${JSON.stringify({ node: process.version, rows }, null, 2)}\n`);
