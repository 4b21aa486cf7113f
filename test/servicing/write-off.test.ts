import { loadLoan } from '../../src/loans/load';
import { loanDifferences } from '../../src/loans/recompute';
import { lineDifferences } from '../../src/lines/recompute';
import { postRepayment } from '../../src/repayments/post-repayment';
import { reverseRepayment } from '../../src/repayments/reverse-repayment';
import { recordRecovery } from '../../src/servicing/record-recovery';
import { signIn, textOf, type Person } from '../support/browser';
import { createWorld, TODAY, type World } from '../support/world';
import { enterCap } from '../products/offer';
import { aLoan, aSetting, command, ledgerOf, on, type Setting } from '../loans/a-loan';
import { approved, asks } from './a-change';
import { provide } from './provision';

let world: World;
let setting: Setting;
let carmen: Person;
let marta: Person;
let celia: Person;

beforeAll(async () => {
  world = await createWorld();
  setting = await aSetting(world);
  await enterCap(world, setting.at);
  carmen = await signIn(world.app, 'carmen@selva');
  marta = await signIn(world.app, 'marta@selva');
  celia = await signIn(world.app, 'celia@selva');
});

afterEach(async () => {
  expect(await loanDifferences(world.db, setting.at.id)).toEqual([]);
  expect(await lineDifferences(world.db, setting.at.id)).toEqual([]);
});

describe('a write-off', () => {
  it('needs a loss, its provision and a second person; what comes in later is a recovery', async () => {
    const loanId = await aLoan(setting);
    const early = await reverseable(loanId);
    const asked = { kind: 'write-off' as const, amount: 0, details: {} };
    expect(await asks(setting, loanId, asked)).toEqual({ type: 'refused', reason: 'not_provisioned' });
    await provide(world, setting.at, 100_000_000, TODAY);
    const conditions = textOf((await carmen.get(`/creditos/${loanId}/cambios/castigo`)).text);
    expect(conditions).toContain('Cumple Categoría Pérdida: desde 121 días de atraso; hoy lleva 176');
    expect(conditions).toContain('Cumple Provisión del 100 %');
    await approved(setting, loanId, asked, 'ana');

    const books = await ledgerOf(world.db, setting.at.id, loanId);
    expect(books['Créditos vigentes']).toBeUndefined();
    expect(books['Provisiones para créditos']).toBeGreaterThan(0);
    expect(textOf((await celia.get(`/creditos/${loanId}`)).text)).toContain('Registrar recuperación');
    const paid = { commandId: command(), loanId, amount: 10_000, valueDate: TODAY };
    expect(await postRepayment(world.db, on(setting.at, 'celia', TODAY), paid)).toMatchObject({
      reason: 'loan_closed',
    });
    const undone = { commandId: command(), loanId, eventId: early, reason: 'Error' };
    expect(await reverseRepayment(world.db, on(setting.at, 'marta', TODAY), undone)).toMatchObject({
      reason: 'loan_written_off',
    });

    const form = `/creditos/${loanId}/recuperaciones/nueva`;
    const action = `/creditos/${loanId}/recuperaciones`;
    const tooMuch = await celia.submit(form, { amount: '99,000', valueDate: TODAY, channel: 'cash' }, action);
    expect(textOf(tooMuch.text)).toContain('El monto supera lo que se debe');
    const done = await celia.submit(form, { amount: '640', valueDate: TODAY, channel: 'cash' }, action);
    expect(done.status).toBe(303);
    const receipt = String(done.headers['location']);
    expect(textOf((await celia.get(receipt)).text)).toContain('seiscientos cuarenta y 00/100 soles');
    expect(await ledgerOf(world.db, setting.at.id, loanId)).toMatchObject({
      'Recuperación de créditos castigados': -64_000,
    });
    expect((await marta.submit(`${receipt}/extorno`, { reason: 'Era de otro' })).status).toBe(303);
    expect(await ledgerOf(world.db, setting.at.id, loanId)).toEqual(books);
  });

  it('that is wholly recovered ends in a constancia', async () => {
    const loanId = await aLoan(setting);
    await approved(setting, loanId, { kind: 'write-off', amount: 0, details: {} });
    const owed = (await loadLoan(world.db, setting.at.id, loanId, TODAY))?.state.outstanding.total ?? 0;
    const recovery = { commandId: command(), loanId, amount: owed, valueDate: TODAY, channel: 'bank' as const };
    expect(await recordRecovery(world.db, on(setting.at, 'celia', TODAY), recovery)).toMatchObject({ type: 'done' });
    expect(textOf((await carmen.get(`/creditos/${loanId}/no-adeudo`)).text)).toContain('no adeuda nada');
  });
});

/** A payment of long ago; answers its event. */
async function reverseable(loanId: number): Promise<number> {
  const input = { commandId: command(), loanId, amount: 10_000, valueDate: '2026-06-02' };
  const paid = await postRepayment(world.db, on(setting.at, 'celia', '2026-06-02'), input);
  if (paid.type === 'refused') throw new Error(paid.reason);
  return paid.eventId;
}
