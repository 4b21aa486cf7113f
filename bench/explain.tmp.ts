import { connect } from '../src/db/connect';
import { groupLoans } from '../src/day-close/group-loans';
import { prepareWorkingTables } from '../src/day-close/working-tables';
import { classifyDebtors } from '../src/day-close/classify-debtors';
import { rulesOn } from '../src/day-close/rules';
async function main() {
  const db = connect(process.env['BENCH_DATABASE_URL']!);
  const row: any = await db('closed_day').first();
  const id = row.institution_id;
  await db.transaction(async (trx) => {
    const rules = await rulesOn(trx, id, '2026-11-23');
    if (typeof rules === 'string') throw new Error(rules);
    await prepareWorkingTables(trx, rules, '2026-11-23');
    await classifyDebtors(trx, id, '2026-11-23');
    const fake: any = { client: trx.client, raw: async (s: string, b: any) => { const r: any = await trx.raw('explain (analyze) ' + s, b); console.log(r.rows.map((x: any) => x['QUERY PLAN']).join('\n')); } };
    await groupLoans(fake, id, '2026-11-23');
    console.log((await trx.raw('select count(*) from loan_standing')).rows);
    await trx.rollback();
  }).catch(() => undefined);
  await db.destroy();
}
void main();
