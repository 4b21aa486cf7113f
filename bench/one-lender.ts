import { systemClock } from '../src/clock';
import { closeDay } from '../src/day-close/close-day';
import { connect } from '../src/db/connect';
import { migrate } from '../src/db/migrate';
import type { By } from '../src/ledger/by';
import { addDays } from '../src/lending/dates';
import { copyTemplate, removeTemplateTables, writeTemplateTables } from './copy-template';
import { AUDIT_KEY, aLender, anAlliance } from './lender';
import { loansOf } from './pages';
import { makeTemplate, TEMPLATE_LOANS } from './template';

const DRAWN_PER_LOAN = 2_000_000;

/** Fills an empty database with one institution, `caja1`, of so many loans, its last three days closed; a filled one is left as it is. */
export async function fillOneLender(url: string, loans: number): Promise<void> {
  if ((await loansOf(url, 'caja1').catch(() => 0)) > 0) return;
  const today = systemClock.today();
  const template = await makeTemplate(today);
  const copies = Math.ceil(loans / TEMPLATE_LOANS);
  const db = connect(url);
  try {
    await migrate(db);
    await writeTemplateTables(db, template, copies);
    const lender = await aLender(db, await anAlliance(db), 'caja1', copies * TEMPLATE_LOANS * DRAWN_PER_LOAN);
    await copyTemplate(db, template, lender.id, copies, AUDIT_KEY);
    await removeTemplateTables(db);
    const actor = { institutionId: lender.id, kind: 'system', role: 'system', requestId: 'bench' } as const;
    const by: By = { clock: systemClock, auditKey: AUDIT_KEY, actor };
    for (const daysAgo of [3, 2, 1]) await closeDay(db, by, addDays(today, -daysAgo));
  } finally {
    await db.destroy();
  }
}
