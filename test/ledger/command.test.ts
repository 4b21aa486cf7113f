import { once } from '../../src/ledger/command';
import { postJournal } from '../../src/ledger/journal';
import { createWorld, TODAY, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const pay = (id: string, amount: number) =>
  once(world.db, world.selva.by('celia'), { id, kind: 'payment', content: { amount } }, async (trx) => {
    const journal = await postJournal(trx, world.selva.by('celia'), {
      kind: 'payment',
      commandId: id,
      part: 1,
      currency: 'PEN',
      valueDate: TODAY,
      entries: [
        { account: 'cash', side: 'debit', amount },
        { account: 'loans', side: 'credit', amount },
      ],
    });
    return { journalId: journal.id };
  });

const journalsOf = (id: string) =>
  world.db('journal').where({ institution_id: world.selva.id, command_id: id }).pluck('id') as Promise<number[]>;

describe('A command', () => {
  it('gives its first answer again when it is repeated', async () => {
    const first = await pay('command-repeated', 100);
    const second = await pay('command-repeated', 100);
    expect(first).toMatchObject({ type: 'done', repeated: false });
    expect(second).toEqual({ ...first, repeated: true });
    expect(await journalsOf('command-repeated')).toHaveLength(1);
  });

  it('is refused when the same id comes with other content', async () => {
    await pay('command-changed', 100);
    expect(await pay('command-changed', 200)).toEqual({ type: 'refused', reason: 'command_reused' });
    expect(await journalsOf('command-changed')).toHaveLength(1);
  });

  it('posts once when sixty-four copies arrive at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 64 }, () => pay('command-crowd', 100)));
    const [journalId] = await journalsOf('command-crowd');
    expect(await journalsOf('command-crowd')).toHaveLength(1);
    expect(new Set(answers.map((answer) => JSON.stringify({ ...answer, repeated: true })))).toEqual(
      new Set([JSON.stringify({ type: 'done', outcome: { journalId }, repeated: true })]),
    );
  });

  it('leaves nothing behind when it fails, and may then be tried again', async () => {
    const failing = once(
      world.db,
      world.selva.by('celia'),
      { id: 'command-fails', kind: 'payment', content: { amount: 100 } },
      () => Promise.reject(new Error('the power went out')),
    );
    await expect(failing).rejects.toThrow('the power went out');
    expect(await pay('command-fails', 100)).toMatchObject({ type: 'done', repeated: false });
  });

  it('is known by its id within one institution only', async () => {
    await pay('command-shared', 100);
    const other = await once(
      world.db,
      world.valle.by('celia'),
      { id: 'command-shared', kind: 'payment', content: { amount: 7 } },
      () => Promise.resolve('other'),
    );
    expect(other).toEqual({ type: 'done', outcome: 'other', repeated: false });
  });
});
