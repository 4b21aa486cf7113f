import { inTransaction } from '../../src/db/transaction';
import { chainHash, GENESIS, recordDeed, type AuditRow } from '../../src/ledger/audit';
import { canonicalText, digestOf } from '../../src/ledger/digest';
import { testConfig } from '../support/config';
import { createWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const record = (action: string) =>
  inTransaction(world.db, (trx) =>
    recordDeed(trx, world.selva.by('carmen'), { action, entity: 'test', entityId: 1, after: { action } }),
  );

const trail = () =>
  world.db('audit').where('institution_id', world.selva.id).orderBy('seq') as unknown as Promise<
    (AuditRow & { hash: string })[]
  >;

describe('The audit trail', () => {
  it('chains each row to the one before, from the first', async () => {
    await record('one');
    await record('two');
    const rows = await trail();
    expect(rows[0]?.prev_hash).toBe(GENESIS);
    for (const [index, row] of rows.entries()) {
      expect(row.seq).toBe(index + 1);
      expect(row.hash).toBe(chainHash(testConfig.auditKey, row));
      if (index > 0) expect(row.prev_hash).toBe(rows[index - 1]?.hash);
    }
  });

  it('keeps going forward while the clock stands still', async () => {
    await Promise.all(['three', 'four', 'five'].map(record));
    const instants = (await trail()).map((row) => row.recorded_at);
    expect(instants).toEqual([...new Set(instants)].toSorted());
  });

  it('keeps digests of a record and not the record', async () => {
    await record('six');
    const last = (await trail()).at(-1);
    expect(last?.after_digest).toBe(digestOf([canonicalText({ action: 'six' })]));
    expect(last?.details).toBe('{}');
  });
});

describe('A digest', () => {
  it('tells apart lists that read the same when they are joined', () => {
    expect(digestOf(['ab', 'c'])).not.toBe(digestOf(['a', 'bc']));
  });

  it('does not depend on the order in which a record was written', () => {
    expect(canonicalText({ a: 1, b: { c: 2, d: 3 } })).toBe(canonicalText({ b: { d: 3, c: 2 }, a: 1 }));
  });
});
