import { issueActivationCode } from '../../src/farmer-access/issue-activation-code';
import { postRepayment } from '../../src/repayments/post-repayment';
import { aLoan, aSetting, command, on, type Setting } from '../loans/a-loan';
import { signIn, somebody, type Person } from '../support/browser';
import { testConfig } from '../support/config';
import { createWorld, TODAY, type World } from '../support/world';

/*
 * How often a page asks the database: the same for a farmer with one loan and with many, and for every institution.
 * Whoever needs one more has to say so here.
 */

let world: World;
let setting: Setting;
let loanId: number;
let statements: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  setting = await aSetting(world);
  loanId = await aLoan(setting);
  const input = { commandId: command(), loanId, amount: 50_000, valueDate: '2026-06-30' };
  await postRepayment(world.db, on(setting.at, 'celia', '2026-06-30'), input);
  await aLoan(setting);
  world.db.on('query', ({ sql }: { sql: string }) => statements.push(sql));
});

async function statementsOf(person: Person, path: string): Promise<readonly string[]> {
  await person.get(path);
  statements = [];
  const answer = await person.get(path);
  expect(answer.status).toBe(200);
  return statements;
}

async function rosa(): Promise<Person> {
  const { at, farmerId } = setting;
  const farmer: { document_number: string } = await world
    .db('farmer')
    .where({ institution_id: at.id, id: farmerId })
    .first();
  const code = { commandId: command(), farmerId, pepper: testConfig.pinPepper };
  const issued = await issueActivationCode(world.db, on(at, 'carmen', TODAY), code);
  if (issued.type === 'refused') throw new Error(issued.reason);
  const person = somebody(world.app);
  const pin = { pin: '740926', again: '740926' };
  await person.submit('/mi-credito/activar', { dni: farmer.document_number, code: issued.code, ...pin });
  return person;
}

describe('a page asks the database', () => {
  it.each([
    ['a loan', () => `/creditos/${loanId}`, 7],
    ['its receipt', () => `/creditos/${loanId}/desembolso`, 6],
    ['the form for a payment', () => `/creditos/${loanId}/pagos/nuevo`, 5],
    ['a farmer', () => `/productores/${setting.farmerId}`, 10],
  ])('%s', async (_name, path, expected) => {
    const asked = await statementsOf(await signIn(world.app, 'marta@selva'), path());
    expect(asked).toHaveLength(expected);
    expect(asked.filter((sql) => !sql.startsWith('select'))).toEqual([]);
  });

  it('the own page of a farmer with two loans', async () => {
    const asked = await statementsOf(await rosa(), '/mi-credito');
    expect(asked).toHaveLength(6);
    expect(asked.filter((sql) => !sql.startsWith('select'))).toEqual([]);
  });

  it('a session is written again when a minute has passed, and then only read', async () => {
    const marta = await signIn(world.app, 'marta@selva');
    await marta.get(`/creditos/${loanId}`); // the first page makes its token
    const aMinuteAgo = { expires_at: world.db.raw('expires_at - ?', [61_000]) };
    await world.db('session').update(aMinuteAgo);
    statements = [];
    await marta.get(`/creditos/${loanId}`);
    expect(statements.filter((sql) => sql.startsWith('update'))).toHaveLength(1);
    expect((await statementsOf(marta, `/creditos/${loanId}`)).filter((sql) => sql.startsWith('update'))).toEqual([]);
  });
});
