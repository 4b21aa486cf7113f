import { fixedClock } from '../../src/clock';
import type { Config } from '../../src/config';
import type { Knex } from '../../src/db/connect';
import { demoCommand, loadDemoAtStart } from '../../src/demo/demo-command';
import { FULL_SIZE, isEmpty, loadDemo, type DemoSize } from '../../src/demo/load-demo';
import { progressBar } from '../../src/demo/progress-bar';
import { demoSignIns } from '../../src/demo/sign-ins';
import { activateDevice } from '../../src/farmer-access/activate-device';
import { daysBetween } from '../../src/lending/dates';
import { verify } from '../../src/verify/verify';
import { testConfig } from '../support/config';
import { createTestDb, onPostgres } from '../support/database';
import { TODAY } from '../support/world';

/** All of the alliance and a small part of its farmers. */
const SMALL: DemoSize = { farmers: 80, loans: 30 };

const clock = fixedClock(`${TODAY}T15:00:00.000Z`);
const production: Config = { ...testConfig, environment: 'production' };

describe('The demo', () => {
  let db: Knex;

  beforeAll(async () => {
    db = await createTestDb();
    await loadDemo(db, testConfig, clock, () => undefined, SMALL);
  });

  it('commits US$ 40,000,000 in six lines to three lenders', async () => {
    const lines = (await db('credit_line')) as { institution_id: number; currency: string; commitment: number }[];
    expect(lines).toHaveLength(6);
    expect(lines.reduce((sum, line) => sum + line.commitment, 0)).toBe(4_000_000_000);
    expect(new Set(lines.map((line) => line.currency))).toEqual(new Set(['USD']));
    expect(new Set(lines.map((line) => line.institution_id)).size).toBe(3);
  });

  it('draws from every line and lends it on', async () => {
    expect(await db('credit_line').where('drawn', 0).orWhere('lent', 0)).toEqual([]);
  });

  it('has letters for 19,855 ha of thirty organisations of four kinds', async () => {
    const letters = (await db('letter_of_intention')) as { partner_organisation_id: number; hectares: string }[];
    expect(letters.reduce((sum, letter) => sum + Number(letter.hectares), 0)).toBe(19_855);
    expect(new Set(letters.map((letter) => letter.partner_organisation_id)).size).toBe(30);
    const kinds = (await db('partner_organisation').distinct('kind').orderBy('kind')) as { kind: string }[];
    expect(kinds.map(({ kind }) => kind)).toEqual([
      'buyer',
      'financial-institution',
      'government',
      'producer-organisation',
    ]);
  });

  it('has an application in every state', async () => {
    const states = (await db('application').distinct('state').orderBy('state')) as { state: string }[];
    expect(states.map(({ state }) => state)).toEqual([
      'approved',
      'denied',
      'disbursed',
      'draft',
      'expired',
      'in-committee',
      'in-evaluation',
      'returned',
      'submitted',
      'withdrawn',
    ]);
  });

  it('makes its loans over two years and nothing today or later', async () => {
    const loans = (await db('loan').orderBy('disbursed_on').select('disbursed_on as day')) as { day: string }[];
    expect(loans).toHaveLength(SMALL.loans);
    expect(daysBetween(loans[0]?.day ?? '', TODAY)).toBeGreaterThan(680);
    const last = (await db('audit').max('recorded_at as instant').first()) as { instant: string };
    expect(last.instant < `${TODAY}T05:00:00.000Z`).toBe(true);
  });

  it('says of a rate cap that nobody has published that it is a value of the demo', async () => {
    const caps = await db('parameter').where('source', 'like', 'Valor de demostración%').select('name', 'status');
    expect(caps).toEqual(Array.from({ length: 3 }, () => ({ name: 'rate-cap.PEN', status: 'entered' })));
  });

  it('leaves nothing that verify would find', async () => {
    expect(await verify(db, testConfig.auditKey)).toEqual([]);
  });

  it('is the same on the same day, to the last row of every trail', async () => {
    const other = await createTestDb();
    await loadDemo(other, testConfig, clock, () => undefined, SMALL);
    expect(await trailsOf(other)).toEqual(await trailsOf(db));
  });

  it('is loaded into an empty database only', async () => {
    const before = await trailsOf(db);
    await expect(loadDemo(db, testConfig, clock, () => undefined, SMALL)).rejects.toThrow('empty database');
    await loadDemoAtStart(db, testConfig, clock, []);
    expect(await said(() => demoCommand(db, testConfig, clock))).toEqual([
      1,
      expect.stringContaining('ya tiene datos'),
    ]);
    expect(await trailsOf(db)).toEqual(before);
  });

  it('prints an account of every role, and codes with which farmers get in', async () => {
    const text = await demoSignIns(db, testConfig, clock);
    for (const account of ['carmen@selva', 'marta@selva', 'celia@selva', 'raul@selva', 'ana@selva', 'hugo@selva']) {
      expect(text).toContain(account);
    }
    expect(text).toContain('alicia@azmj');
    expect(text).toContain('ines@azmj');
    const farmers = [...text.matchAll(/DNI (\d{8}) +código (\S+)/g)];
    expect(farmers).toHaveLength(3);
    const [, dni = '', code = ''] = farmers[0] ?? [];
    const by = { clock, auditKey: testConfig.auditKey, actor: { requestId: 'test' } };
    const access = { dni, code, pin: '680417', pepper: testConfig.pinPepper };
    expect(await activateDevice(db, by, access)).toMatchObject({ type: 'done' });
  });

  it('prints nothing in production', async () => {
    expect(await demoSignIns(db, production, clock)).toBe('');
  });
});

describe('The demo can be loaded', () => {
  it.each([
    ['when a rate cap has just ended', '2027-05-01'],
    ['on a day that few years have', '2028-02-29'],
  ])('%s', async (_name, today) => {
    const db = await createTestDb();
    await loadDemo(db, testConfig, fixedClock(`${today}T15:00:00.000Z`), () => undefined, { farmers: 50, loans: 20 });
    expect(await countOf(db, 'loan', {})).toBe(20);
  });
});

describe('An empty database stays empty', () => {
  it.each<[string, Config, string[]]>([
    ['in production', production, []],
    ['where the demo is declined', testConfig, ['--no-demo']],
  ])('%s', async (_name, config, args) => {
    const db = await createTestDb();
    await loadDemoAtStart(db, config, clock, args);
    expect(await isEmpty(db)).toBe(true);
  });

  it('when the command is given in production', async () => {
    const db = await createTestDb();
    expect(await said(() => demoCommand(db, production, clock))).toEqual([1, expect.stringContaining('producción')]);
    expect(await isEmpty(db)).toBe(true);
  });

  it('when a load is cut off', async () => {
    const db = await createTestDb();
    const cut = (part: number): void => {
      if (part > 0.1) throw new Error('the power failed');
    };
    await expect(loadDemo(db, testConfig, clock, cut, SMALL)).rejects.toThrow('the power failed');
    expect(await isEmpty(db)).toBe(true);
    expect(await countOf(db, 'audit', {})).toBe(0);
  });
});

describe('The progress of a load', () => {
  const shown = (isTTY: boolean): string[] => {
    const written: string[] = [];
    const progress = progressBar({ isTTY, write: (text) => written.push(text) });
    for (const part of [0, 0.004, 0.3, 0.31, 1]) progress(part, '2026-02-11');
    return written;
  };

  it('is one line on a terminal, drawn anew at each percent', () => {
    const lines = shown(true);
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe(`\rCargando datos de demostración [#########${'·'.repeat(21)}]  30 %  2026-02-11`);
    expect(lines[3]).toMatch(/\[#{30}\] 100 % {2}2026-02-11\n$/);
  });

  it('is a few lines in a log', () => {
    const lines = shown(false);
    expect(lines.map((line) => / {1,3}(\d+) %/.exec(line)?.[1])).toEqual(['0', '30', '100']);
    expect(lines.every((line) => line.endsWith('\n') && !line.includes('\r'))).toBe(true);
  });
});

// Once at full size, on the engine it is shown with.
(onPostgres ? describe.skip : describe)('The demo at full size', () => {
  let db: Knex;

  beforeAll(async () => {
    db = await createTestDb();
    await loadDemo(db, testConfig, clock, () => undefined);
  }, 300_000);

  it('has a thousand farmers with parcels and consents, and six hundred loans', async () => {
    expect(await countOf(db, 'farmer', {})).toBe(FULL_SIZE.farmers);
    expect(await countOf(db, 'loan', {})).toBe(FULL_SIZE.loans);
    const bare = await db('farmer as f').whereNotExists(
      db('parcel as p').whereRaw('p.institution_id = f.institution_id and p.farmer_id = f.id').select(db.raw('1')),
    );
    expect(bare).toEqual([]);
    const silent = await db('farmer as f').whereNotExists(
      db('consent as c').whereRaw('c.institution_id = f.institution_id and c.farmer_id = f.id').select(db.raw('1')),
    );
    expect(silent).toEqual([]);
  });

  it('has between 4 and 8 % of its portfolio at risk, and loans in every bucket of ageing', async () => {
    const loans = (await db('loan')
      .where('status', 'active')
      .select('oldest_unpaid_due as due', 'principal_outstanding as owed')) as {
      due: string;
      owed: number;
    }[];
    const owed = (rows: typeof loans): number => rows.reduce((sum, row) => sum + row.owed, 0);
    const daysLate = (due: string): number => daysBetween(due, TODAY);
    const atRisk = (100 * owed(loans.filter(({ due }) => daysLate(due) > 30))) / owed(loans);
    expect(atRisk).toBeGreaterThan(4);
    expect(atRisk).toBeLessThan(8);
    const buckets = [
      [1, 8],
      [9, 30],
      [31, 60],
      [61, 90],
      [91, 120],
      [121, 10_000],
    ] as const;
    const filled = buckets.map(([from, to]) => loans.some(({ due }) => daysLate(due) >= from && daysLate(due) <= to));
    expect(filled).toEqual(buckets.map(() => true));
  });

  it('has loans that are paid off, in grace, prepaid, overpaid, and payments that were taken back', async () => {
    expect(await countOf(db, 'loan', { status: 'closed' })).toBeGreaterThan(50);
    expect(await countOf(db, 'loan', { status: 'overpaid' })).toBeGreaterThan(0);
    expect(await countOf(db, 'loan_event', { type: 'reversal' })).toBeGreaterThan(1);
    const prepaid = await db('loan_event').where('details', 'like', '%prepay-reduce-amount%');
    expect(prepaid.length).toBeGreaterThan(0);
    const inGrace = await db('loan').where('status', 'active').where('next_due', '>', '2027-04-30');
    expect(inGrace.length).toBeGreaterThan(5);
  });

  it('gives some of what farmers have repaid back to every investor', async () => {
    expect(await db('credit_line').where('repaid', 0)).toEqual([]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['loan_event', { type: 'extra-grace' }, 'grace after a failed harvest'],
    ['loan_event', { type: 'waiver' }, 'waivers'],
    ['loan_event', { type: 'write-off' }, 'loans that were written off'],
    ['loan_event', { type: 'recovery' }, 'money that came in afterwards'],
    ['servicing_request', { state: 'open' }, 'changes that wait for a decision'],
  ])('%s %j: has %s', async (table, where) => {
    expect(await countOf(db, table, where)).toBeGreaterThan(1);
  });

  it('has closed every day of the last weeks, yesterday included', async () => {
    const days: { institution_id: number; last: string; days: number | string }[] = await db('closed_day')
      .groupBy('institution_id')
      .select('institution_id')
      .max({ last: 'date' })
      .count({ days: '*' });
    expect(days).toHaveLength(3);
    for (const { last, days: closed } of days) {
      expect(last).toBe('2026-11-22');
      expect(Number(closed)).toBe(daysBetween('2026-09-30', '2026-11-22') + 1);
    }
  });

  it('has instalments that fall due this week', async () => {
    const due = await db('loan').where('status', 'active').whereBetween('next_due', [TODAY, '2026-11-30']);
    expect(due.length).toBeGreaterThan(3);
  });

  it('leaves nothing that verify would find', async () => {
    expect(await verify(db, testConfig.auditKey)).toEqual([]);
  });
});

async function countOf(db: Knex, table: string, where: Readonly<Record<string, unknown>>): Promise<number> {
  const row = (await db(table).where(where).count({ rows: '*' }).first()) as { rows: number | string };
  return Number(row.rows);
}

/** Where the trail of each institution ends: it binds every deed and every journal. */
async function trailsOf(db: Knex): Promise<unknown[]> {
  return db('audit_head').orderBy('institution_id').select('institution_id', 'seq', 'hash');
}

/** What a command answers and what it says on the error output. */
async function said(command: () => Promise<number>): Promise<[number, string]> {
  const written: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    return [await command(), written.join('')];
  } finally {
    write.mockRestore();
  }
}
