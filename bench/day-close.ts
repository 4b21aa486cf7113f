import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock } from '../src/clock';
import { closeDay } from '../src/day-close/close-day';
import { connect, type Knex } from '../src/db/connect';
import { migrate } from '../src/db/migrate';
import { inTransaction } from '../src/db/transaction';
import { createInstitution } from '../src/institutions/create-institution';
import type { By } from '../src/ledger/by';
import { addDays } from '../src/lending/dates';

/**
 * `npm run bench:day-close -- 200000`: how long it takes to close a day over so many loans of one institution, on a
 * database of its own. The loans are rows that the day close reads and nothing else: they have no events.
 */
const loans = Number(process.argv[2] ?? 200_000);
const FIRST_DAY = '2026-11-20';
const DAYS = 4;

async function main(): Promise<void> {
  const file = join(tmpdir(), `mazorca-bench-${process.pid}.sqlite`);
  const url = process.env['BENCH_DATABASE_URL'] ?? `sqlite:${file}`;
  const db = connect(url);
  try {
    await migrate(db);
    const by = await aLender(db);
    await measured(`fill ${loans} loans`, () => fill(db, by.actor.institutionId));
    for (let day = 0; day < DAYS; day++) {
      const date = addDays(FIRST_DAY, day);
      await measured(`close ${date}`, async () => {
        const closed = await closeDay(db, by, date);
        if (closed.type !== 'done') throw new Error(`the day was not closed: ${closed.reason}`);
      });
    }
  } finally {
    await db.destroy();
    for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  }
}

async function measured(what: string, work: () => Promise<void>): Promise<void> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  const rss = Math.round(process.memoryUsage.rss() / 1e6);
  const seconds = [(performance.now() - began) / 1e3, (user + system) / 1e6].map((one) => one.toFixed(2).padStart(8));
  process.stdout.write(`${what.padEnd(24)} ${seconds[0]} s ${seconds[1]} s of a processor  ${rss} MB\n`);
}

async function aLender(db: Knex): Promise<By> {
  const system = { clock: fixedClock(`${addDays(FIRST_DAY, DAYS)}T15:00:00.000Z`), auditKey: 'bench' };
  const lender = { code: `bench${process.pid}`, name: 'Bench', kind: 'lender' as const, payAt: 'Bench' };
  const { institutionId } = await inTransaction(db, (trx) => createInstitution(trx, system, lender));
  return { ...system, actor: { institutionId, kind: 'system', role: 'system', requestId: 'bench' } };
}

/** Twenty officers, three lines, two products; one farmer in ten has two loans; one loan in ten is late. */
async function fill(db: Knex, institutionId: number): Promise<void> {
  const sqlite = !/^postgres/.test(process.env['BENCH_DATABASE_URL'] ?? '');
  if (sqlite) await db.raw('pragma foreign_keys = off');
  await inTransaction(db, async (trx) => {
    if (!sqlite) await trx.raw('set local session_replication_role = replica');
    if (!sqlite) await trx.raw('set local statement_timeout = 0');
    for (const [id, type] of [
      [1, 'microempresa'],
      [2, 'pequena_empresa'],
    ] as const) {
      await trx('product').insert(productRow(institutionId, id, type));
    }
    const day = (expression: string) =>
      sqlite ? `date('${FIRST_DAY}', (${expression}) || ' days')` : `date '${FIRST_DAY}' + (${expression})`;
    const numbers = `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${loans})`;
    const districts: { ubigeo: string }[] = await trx('district').orderBy('ubigeo').limit(60).select('ubigeo');
    const ubigeo = `case n % ${districts.length} ${districts.map((row, i) => `when ${i} then '${row.ubigeo}'`).join(' ')} end`;
    await trx.raw(`${numbers} insert into farmer (institution_id, id, document_kind, document_number, given_names,
        first_surname, second_surname, name_key, phone, sex, birth_date, ubigeo, officer_id, created_at)
      select ${institutionId}, n, 'DNI', cast(10000000 + n as varchar(8)), 'Rosa', 'Quispe', '', 'quispe rosa', null, 'F',
        '1980-05-01', ${ubigeo}, 1, '2026-01-01T00:00:00.000Z' from numbers`);
    await trx.raw(`${numbers} insert into loan (institution_id, id, application_id, farmer_id, product_id, officer_id,
        line_id, partner_organisation_id, ubigeo, currency, principal, line_amount, exchange_rate, terms, allocation,
        late_rate_percent, submitted_by, approved_by, disbursed_by, disbursed_on, status, principal_outstanding,
        oldest_unpaid_due, next_due, next_amount, created_at)
      select ${institutionId}, n, n, 1 + n * 9 / 10, 1 + n % 2, 1 + (n * 7) % 20, 1 + n % 3, 1 + n % 12, ${ubigeo}, 'PEN',
        800000, 800000, '1', '${'x'.repeat(600)}', '{}', '16.5', 1, 2, 3, ${day('-200')}, 'active', 500000,
        ${day('(n * 37) % 110 - case n % 10 when 0 then 120 else 0 end')}, null, null, '2026-01-01T00:00:00.000Z' from numbers`);
    for (let number = 1; number <= 8; number++) {
      await trx.raw(`${numbers} insert into instalment (institution_id, loan_id, number, due, principal, interest,
          insurance, fees, penalties, total, paid, balance)
        select ${institutionId}, n, ${number}, ${day(`(n * 37) % 110 + 110 * (${number} - 2)`)}, 100000, 20000 + n % 1000,
          0, 0, 0, 120000 + n % 1000, 0, ${800_000 - number * 100_000} from numbers`);
    }
    await trx.raw(`${numbers} insert into loan_standing (institution_id, loan_id, since, farmer_id, principal, capitalised,
        oldest_unpaid_due, accrued, running_instalment, accrual_from, accrual_until, accrual_interest, joins_principal)
      select ${institutionId}, n, ${day('-60')}, 1 + n * 9 / 10, 500000 + n % 90000, 0,
        ${day('(n * 37) % 110 - case n % 10 when 0 then 120 else 0 end')},
        n % 20000, 2, ${day('(n * 37) % 110 - 110')}, ${day('(n * 37) % 110')}, 20000 + n % 1000, 0 from numbers`);
  });
  if (!sqlite) await db.raw('analyze');
}

function productRow(institutionId: number, id: number, creditType: string) {
  return {
    institution_id: institutionId,
    id,
    name: `Cacao ${id}`,
    credit_type: creditType,
    currency: 'PEN',
    plan: 'harvest',
    amount_min: 10_000,
    amount_max: 10_000_000,
    instalments_max: 12,
    rate_percent: '24',
    late_rate_percent: '16',
    unpaid_interest: 'carry',
    insurance_percent: '0',
    disbursement_fee: 0,
    instalment_fee: 0,
    window_share_percent: '50',
    active: true,
    created_at: '2026-01-01T00:00:00.000Z',
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
