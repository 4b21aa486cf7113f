import { addDays } from '../../src/lending/dates';
import { endSuit, fileSuit } from '../../src/servicing/court-case';
import { postRepayment } from '../../src/repayments/post-repayment';
import { verify } from '../../src/verify/verify';
import { aLoan, aSetting, command, on, type Setting } from '../loans/a-loan';
import { signIn, textOf } from '../support/browser';
import { testConfig } from '../support/config';
import { createWorld } from '../support/world';
import { closeNight, closeThrough, digestsOf } from './nights';

/** S/ 8,000.00 on 30 November 2025, of which nothing is paid on 31 May 2026. */
async function aDebtor(): Promise<Setting & { readonly loanId: number }> {
  const setting = await aSetting(await createWorld('2026-12-31'));
  return { ...setting, loanId: await aLoan(setting) };
}

const suitOf = (loanId: number, filedOn: string) => ({
  ...{ commandId: command(), loanId, filedOn, court: 'Juzgado de Paz Letrado de Leoncio Prado' },
  ...{ caseNumber: '00123-2026-0-1201', reason: 'No responde y tiene bienes' },
});

async function situationOn({ world, at }: Setting, date: string): Promise<string[]> {
  const rows: { member: string }[] = await world
    .db('portfolio_snapshot')
    .where({ institution_id: at.id, date, dimension: 'situation' })
    .select('member');
  return rows.map(({ member }) => member);
}

async function balanceOf({ world, at }: Setting, code: string): Promise<number> {
  const row = (await world
    .db('entry')
    .where({ institution_id: at.id, account_code: code })
    .first(world.db.raw(`sum(case side when 'debit' then amount else -amount end) as balance`))) as {
    balance: number | string | null;
  };
  return Number(row.balance ?? 0);
}

it('is in 1406 from the close of the day on which it is entered until it ends, and its interest waits', async () => {
  const setting = await aDebtor();
  const { world, at, loanId } = setting;
  await closeNight(setting, '2026-06-04');
  expect(await situationOn(setting, '2026-06-04')).toEqual(['vigente']);
  expect(await balanceOf(setting, '1408')).toBeGreaterThan(0);

  expect(await fileSuit(world.db, on(at, 'marta', '2026-06-05'), suitOf(loanId, '2026-06-03'))).toMatchObject({
    type: 'done',
  });
  await closeNight(setting, '2026-06-05');
  expect(await situationOn(setting, '2026-06-05')).toEqual(['judicial']);
  expect(await balanceOf(setting, '1406')).toBe(800_000);
  expect(await balanceOf(setting, '1408')).toBe(0);
  expect(await verify(world.db, testConfig.auditKey)).toEqual([]);

  const paid = { commandId: command(), loanId, amount: 10_000, valueDate: '2026-06-06' };
  expect(await postRepayment(world.db, on(at, 'celia', '2026-06-06'), paid)).toMatchObject({ type: 'done' });
  await closeNight(setting, '2026-06-06');
  expect(await situationOn(setting, '2026-06-06')).toEqual(['judicial']);

  const end = { commandId: command(), loanId, reason: 'Acuerdo homologado' };
  expect(await endSuit(world.db, on(at, 'marta', '2026-06-07'), end)).toMatchObject({ type: 'done' });
  await closeNight(setting, '2026-06-07');
  expect(await situationOn(setting, '2026-06-07')).toEqual(['vigente']);
  expect(await balanceOf(setting, '1406')).toBe(0);
  expect(await verify(world.db, testConfig.auditKey)).toEqual([]);
});

it('may be said of a loan whose periods have ended since the last close: verify finds nothing before and after it', async () => {
  const setting = await aDebtor();
  const { world, at, loanId } = setting;
  const filed = await fileSuit(world.db, on(at, 'marta', '2026-08-05'), suitOf(loanId, '2026-08-05'));
  expect(filed).toMatchObject({ type: 'done' });
  expect(await verify(world.db, testConfig.auditKey)).toEqual([]);
  await closeNight(setting, '2026-08-05');
  expect(await situationOn(setting, '2026-08-05')).toEqual(['judicial']);
  expect(await verify(world.db, testConfig.auditKey)).toEqual([]);
});

it('gives the same figures when the days are closed weeks later', async () => {
  const tell = async (closesEveryNight: boolean) => {
    const setting = await aDebtor();
    const { world, at, loanId } = setting;
    await closeNight(setting, '2026-05-30');
    for (let day = '2026-05-31'; day <= '2026-06-20'; day = addDays(day, 1)) {
      if (day === '2026-06-08') await fileSuit(world.db, on(at, 'marta', day), suitOf(loanId, '2026-06-02'));
      if (day === '2026-06-15') {
        await endSuit(world.db, on(at, 'marta', day), { commandId: command(), loanId, reason: 'Pagará' });
      }
      if (closesEveryNight) await closeNight(setting, day);
    }
    if (!closesEveryNight) await closeThrough(setting, '2026-06-20');
    expect(await situationOn(setting, '2026-06-10')).toEqual(['judicial']);
    return digestsOf(setting);
  };
  expect(await tell(false)).toEqual(await tell(true));
});

it.each([
  ['2026-05-20', '2026-05-20', 'not_overdue'],
  ['2026-06-10', '2026-06-11', 'filed_in_future'],
  ['2026-06-10', '2026-05-31', 'filed_before_arrears'],
] as const)('on %s cannot have been filed on %s: %s', async (today, filedOn, reason) => {
  const { world, at, loanId } = await aDebtor();
  expect(await fileSuit(world.db, on(at, 'marta', today), suitOf(loanId, filedOn))).toEqual({
    type: 'refused',
    reason,
  });
  expect(await fileSuit(world.db, on(at, 'celia', today), suitOf(loanId, filedOn))).toMatchObject({
    reason: 'role_not_allowed',
  });
  const end = { commandId: command(), loanId, reason: 'Nunca la hubo' };
  expect(await endSuit(world.db, on(at, 'marta', today), end)).toMatchObject({ reason: 'not_in_court' });
});

it('is entered on a page by the manager, and the loan says so to everybody', async () => {
  const { world, loanId } = await aDebtor();
  const marta = await signIn(world.app, 'marta@selva');
  const form = `/creditos/${loanId}/cambios/demanda`;
  const bare = await marta.submit(form, { filedOn: '15/12/2026', court: '', caseNumber: '', reason: '' });
  expect(bare.status).toBe(422);
  expect(textOf(bare.text)).toContain('Escribe qué juzgado la lleva');
  const { court, caseNumber, reason } = suitOf(loanId, '');
  const sent = await marta.submit(form, { filedOn: '15/12/2026', court, caseNumber, reason });
  expect(sent.status).toBe(303);
  const carmen = await signIn(world.app, 'carmen@selva');
  expect(textOf((await carmen.get(`/creditos/${loanId}`)).text)).toContain('En cobranza judicial desde el 31/12/2026');
  expect(textOf((await marta.get(form)).text)).toContain('00123-2026-0-1201');
  expect((await marta.submit(form, { reason: 'Pagó todo lo vencido' }, `${form}/fin`)).status).toBe(303);
  expect(textOf((await marta.get(form)).text)).toContain('Demandas anteriores');
  expect((await carmen.get(form)).status).toBe(403);
});
