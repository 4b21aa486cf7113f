import { loadLoan } from '../../src/loans/load';
import { loanDifferences } from '../../src/loans/recompute';
import { lineDifferences } from '../../src/lines/recompute';
import { postRepayment } from '../../src/repayments/post-repayment';
import { chargeLoan } from '../../src/servicing/charge-loan';
import { decideChange } from '../../src/servicing/decide-change';
import { requestChange } from '../../src/servicing/request-change';
import { reverseCharge } from '../../src/servicing/reverse-charge';
import { signIn, textOf } from '../support/browser';
import { createWorld, TODAY, type World } from '../support/world';
import { aLoan, aSetting, command, harvestTerms, ledgerOf, on, type Setting } from '../loans/a-loan';

let world: World;
let setting: Setting;

beforeAll(async () => {
  world = await createWorld();
  setting = await aSetting(world);
});

afterEach(async () => {
  expect(await loanDifferences(world.db, setting.at.id)).toEqual([]);
  expect(await lineDifferences(world.db, setting.at.id)).toEqual([]);
});

/** A loan of 20 November that marta charged 15 soles, due today. */
async function charged(): Promise<{ loanId: number; eventId: number }> {
  const loanId = await aLoan(
    setting,
    harvestTerms({
      disbursements: [{ date: '2026-11-20', amount: 800_000 }],
      instalments: { plan: 'level', count: 6, every: { months: 1 }, monthEnd: 'clamp' },
    }),
  );
  const outcome = await chargeLoan(world.db, on(setting.at, 'marta', TODAY), {
    ...{ commandId: command(), loanId, kind: 'fee', amount: 1_500, due: TODAY, reason: 'Visita' },
  });
  if (outcome.type !== 'done') throw new Error(outcome.reason);
  return { loanId, eventId: outcome.eventId };
}

const owed = async (loanId: number) =>
  (await loadLoan(world.db, setting.at.id, loanId, TODAY))?.state.outstanding ?? { fees: -1, principal: -1 };

const takeBack = (username: string, charge: { loanId: number; eventId: number }, commandId = command()) =>
  reverseCharge(world.db, on(setting.at, username, TODAY), { commandId, ...charge, reason: 'Era de otro crédito' });

describe('a charge that was entered by mistake', () => {
  it('is taken back on a page of its own by another person, and nothing of it is owed any more', async () => {
    const { loanId, eventId } = await charged();
    const form = `/creditos/${loanId}/cambios/cargo/${eventId}/extorno`;
    const marta = await signIn(world.app, 'marta@selva');
    const ana = await signIn(world.app, 'ana@selva');
    expect((await marta.get(`/creditos/${loanId}`)).text).not.toContain(form);
    expect(textOf((await marta.get(form)).text)).toContain('Tú registraste este cargo: lo extorna otra persona');
    expect((await (await signIn(world.app, 'celia@selva')).get(form)).status).toBe(403);
    expect((await ana.get(`/creditos/${loanId}`)).text).toContain(`href="${form}"`);
    const bare = await ana.submit(form, { reason: '' });
    expect(textOf(bare.text)).toContain('Escribe por qué se extorna');

    expect((await ana.submit(form, { reason: 'Era de otro crédito' })).status).toBe(303);
    expect((await owed(loanId)).fees).toBe(0);
    const loan = textOf((await ana.get(`/creditos/${loanId}`)).text);
    expect(loan).toContain('Extornado el 23/11/2026 por Ana: Era de otro crédito');
    expect(loan).toContain('Extornó un cargo');
    expect(textOf((await ana.get(form)).text)).toContain('Este cargo ya fue extornado');
  });

  it('and was paid gives its money to what else is owed', async () => {
    const charge = await charged();
    const input = { commandId: command(), loanId: charge.loanId, amount: 1_500, valueDate: TODAY };
    const paid = await postRepayment(world.db, on(setting.at, 'celia', TODAY), input);
    expect(paid.type).toBe('done');
    expect((await owed(charge.loanId)).fees).toBe(0);
    const before = await ledgerOf(world.db, setting.at.id, charge.loanId);
    expect(before['Comisiones por créditos']).toBe(-1_500);
    expect(await takeBack('ana', charge)).toMatchObject({ type: 'done' });
    const after = await ledgerOf(world.db, setting.at.id, charge.loanId);
    expect(after['Comisiones por créditos']).toBeUndefined();
    expect(after['Caja']).toBe(before['Caja']);
  });

  it('is taken back once, however often it is asked', async () => {
    const charge = await charged();
    const id = command();
    const first = await takeBack('ana', charge, id);
    expect(await takeBack('ana', charge, id)).toEqual(first);
    expect(await takeBack('ana', charge)).toEqual({ type: 'refused', reason: 'already_reversed' });
  });

  it.each([
    ['marta', 'own_charge'],
    ['celia', 'role_not_allowed'],
  ])('is not taken back by %s: %s', async (username, reason) => {
    expect(await takeBack(username, await charged())).toEqual({ type: 'refused', reason });
  });

  it('and was forgiven in part is not taken back: the rest is forgiven', async () => {
    const charge = await charged();
    const asked = await requestChange(world.db, on(setting.at, 'carmen', TODAY), {
      ...{ commandId: command(), loanId: charge.loanId, kind: 'waiver', amount: 500, details: { part: 'fee' } },
      reason: 'Media visita',
    });
    if (asked.type !== 'done') throw new Error(asked.reason);
    await decideChange(world.db, on(setting.at, 'marta', TODAY), {
      ...{ commandId: command(), requestId: asked.requestId, decision: 'approved', reason: '' },
    });
    expect(await takeBack('ana', charge)).toEqual({ type: 'refused', reason: 'charge_already_waived' });
    expect((await owed(charge.loanId)).fees).toBe(1_000);
  });
});
