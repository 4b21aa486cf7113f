import { loadLoan } from '../../src/loans/load';
import { loanDifferences } from '../../src/loans/recompute';
import { lineDifferences } from '../../src/lines/recompute';
import { hiddenFieldsOf, signIn, textOf, type Person } from '../support/browser';
import { createWorld, TODAY, type World } from '../support/world';
import { enterCap } from '../products/offer';
import { aSetting, type Setting } from '../loans/a-loan';
import { aRecentLoan } from './a-change';

let world: World;
let setting: Setting;
let celia: Person;

beforeAll(async () => {
  world = await createWorld();
  setting = await aSetting(world);
  await enterCap(world, setting.at);
  celia = await signIn(world.app, 'celia@selva');
});

const recent = () => aRecentLoan(setting);

afterEach(async () => {
  expect(await loanDifferences(world.db, setting.at.id)).toEqual([]);
  expect(await lineDifferences(world.db, setting.at.id)).toEqual([]);
});

describe('a prepayment', () => {
  it('a prepayment shows fewer and smaller instalments before the client chooses, and the new schedule after', async () => {
    const loanId = await recent();
    const form = `/creditos/${loanId}/pagos/nuevo`;
    const action = `/creditos/${loanId}/pagos`;
    const fields = { amount: '5000', valueDate: TODAY, channel: 'cash' };
    const asked = await celia.submit(form, fields, action);
    const page = textOf(asked.text);
    for (const words of ['Menos cuotas', 'Cuotas más pequeñas', 'antes 6, después 3', 'antes 6, después 6']) {
      expect(page).toContain(words);
    }
    const hidden = hiddenFieldsOf(asked.text, action);
    const done = await celia.post(action, { ...hidden, ...fields, intent: 'prepay-reduce-term' });
    const receipt = await celia.get(String(done.headers['location']));
    expect(receipt.text).toContain(`href="/creditos/${loanId}/cronograma"`);
    expect(textOf(receipt.text)).toContain('Tipo de pago Pago anticipado, menos plazo');
  });

  it('a client may ask for a prepayment of any amount: it is compared before anything is posted', async () => {
    const loanId = await recent();
    const action = `/creditos/${loanId}/pagos`;
    const fields = { amount: '1000', valueDate: TODAY, channel: 'cash' };
    const principal = async () => (await loadLoan(world.db, setting.at.id, loanId, TODAY))?.state.outstanding.principal;
    const before = await principal();
    const compared = await celia.submit(`${action}/nuevo`, { ...fields, step: 'compare' }, action);
    expect(compared.status).toBe(200);
    for (const words of ['Menos cuotas', 'Cuotas más pequeñas', 'antes 6, después 6', 'Adelanto']) {
      expect(textOf(compared.text)).toContain(words);
    }
    expect(await principal()).toBe(before);
    const hidden = hiddenFieldsOf(compared.text, action);
    const done = await celia.post(action, { ...hidden, ...fields, intent: 'prepay-reduce-amount' });
    expect(done.status).toBe(303);
    expect(textOf((await celia.get(`/creditos/${loanId}`)).text)).toContain('Pago anticipado, cuotas menores');
  });

  it.each([
    [{ amount: '90,000', valueDate: TODAY }, 'no queda cronograma que comparar'],
    [{ amount: '100', valueDate: '01/11/2026' }, 'Elige un día entre el desembolso y hoy'],
  ])('a prepayment that leaves nothing to compare says why: %#', async (fields, sentence) => {
    const action = `/creditos/${await recent()}/pagos`;
    const answer = await celia.submit(`${action}/nuevo`, { ...fields, channel: 'cash', step: 'compare' }, action);
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain(sentence);
  });
});
