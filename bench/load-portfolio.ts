import { systemClock } from '../src/clock';
import { connect, engineOf, type Knex } from '../src/db/connect';
import { migrate } from '../src/db/migrate';
import { checkReferences } from './check-references';
import { AUDIT_KEY, aLender, anAlliance, type Alliance } from './lender';
import { copyTemplate, removeTemplateTables, writeTemplateTables } from './copy-template';
import { COPIED, makeTemplate, TEMPLATE_LOANS, type Template } from './template';

const INSTITUTIONS = 50;
/** The first institution has a tenth of all loans. */
const LARGEST_SHARE = 0.1;
const DRAWN_PER_LOAN = 2_000_000;

export interface Loaded {
  readonly loans: number;
  readonly seconds: number;
}

/**
 * `npm run bench:load -- DATABASE_URL LOANS`: fills an empty database with so many active loans of 50 institutions. What
 * comes out satisfies `mazorca verify`: the rows of a hundred loans that the program itself made are copied with other
 * numbers, and every seal and every link of the audit trail is computed anew.
 */
export async function loadPortfolio(databaseUrl: string, loans: number): Promise<Loaded> {
  const start = performance.now();
  const template = await makeTemplate(systemClock.today());
  const db = connect(databaseUrl);
  try {
    await migrate(db);
    await hurry(db);
    const alliance = await anAlliance(db);
    await writeTemplateTables(db, template, Math.ceil(loans / TEMPLATE_LOANS));
    let copies = 0;
    for (const [index, share] of sharesOf(Math.round(loans / TEMPLATE_LOANS)).entries()) {
      await loadLender(db, alliance, template, index + 1, share);
      copies += share;
    }
    await removeTemplateTables(db);
    await checkReferences(db, [...COPIED, 'journal_seal']);
    if (engineOf(db) === 'pg') await db.raw('analyze');
    return { loans: copies * TEMPLATE_LOANS, seconds: (performance.now() - start) / 1_000 };
  } finally {
    await db.destroy();
  }
}

/** Copies of the template for each institution. */
function sharesOf(copies: number): number[] {
  const largest = Math.max(1, Math.round(copies * LARGEST_SHARE));
  const others = INSTITUTIONS - 1;
  const upTo = (index: number) => Math.round(((copies - largest) * index) / others);
  return [largest, ...Array.from({ length: others }, (_, index) => upTo(index + 1) - upTo(index))];
}

async function loadLender(db: Knex, alliance: Alliance, template: Template, number: number, copies: number) {
  const drawn = Math.max(1, copies) * TEMPLATE_LOANS * DRAWN_PER_LOAN;
  const lender = await aLender(db, alliance, `caja${number}`, drawn);
  await copyTemplate(db, template, lender.id, copies, AUDIT_KEY);
}

/** What is loaded can be loaded again: nothing has to survive a power cut meanwhile. */
async function hurry(db: Knex): Promise<void> {
  if (engineOf(db) === 'pg') return;
  for (const setting of ['synchronous = off', 'cache_size = -400000', 'wal_autocheckpoint = 20000']) {
    await db.raw(`pragma ${setting}`);
  }
}

if (require.main === module) {
  const [databaseUrl = '', loans = ''] = process.argv.slice(2);
  loadPortfolio(databaseUrl, Number(loans)).then(
    (loaded) => void process.stdout.write(`${JSON.stringify(loaded)}\n`),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
