import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultsAt, killServer } from './kill-server';
import { aLender } from './lender';
import { CYCLES, CYCLES_PER_DATABASE } from './options';

const folder = mkdtempSync(join(tmpdir(), 'mazorca-kill-'));
let databases = 0;
const aDatabase = () => `sqlite:${join(folder, `${++databases}.sqlite`)}`;

afterAll(() => rmSync(folder, { recursive: true }));

it(`a server on SQLite that is killed ${CYCLES} times under payments loses none, and none is there in part or twice`, async () => {
  for (let done = 0; done < CYCLES; done += CYCLES_PER_DATABASE) {
    const lender = await aLender(aDatabase(), 40);
    const { truth, faults } = await killServer(lender, Math.min(CYCLES - done, CYCLES_PER_DATABASE));
    expect(faults).toEqual([]);
    expect(truth.acknowledged.size).toBe(truth.sent.size);
  }
});

describe('the comparison sees what is lost', () => {
  it('when a client believes to have paid before the server has committed', async () => {
    const lender = await aLender(aDatabase(), 10);
    const { faults } = await killServer(lender, 2, 'when-sent');
    expect(faults.some((fault) => fault.endsWith('is lost'))).toBe(true);
  });

  it('when somebody remembers a payment that never was, and forgets one that is', async () => {
    const lender = await aLender(aDatabase(), 10);
    const { truth, faults } = await killServer(lender, 1);
    expect(faults).toEqual([]);
    const [forgotten = ''] = truth.sent.keys();
    truth.sent.delete(forgotten);
    truth.acknowledged.delete(forgotten);
    truth.acknowledged.set('never-was', '/creditos/1/pagos/9999');
    expect(await faultsAt(lender, truth)).toEqual([
      'never-was was acknowledged as /creditos/1/pagos/9999 and is lost',
      `${forgotten} was never sent`,
    ]);
  });
});
