import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forgetOldBackups } from '../../src/backup/keep-backups';
import { backUpNightly, scheduleNightlyBackup, type Nightly } from '../../src/backup/nightly';
import { backupName, takeBackup } from '../../src/backup/take-backup';
import { fixedClock } from '../../src/clock';
import { readConfig } from '../../src/config';
import { connect } from '../../src/db/connect';
import { migrate } from '../../src/db/migrate';
import { takeLease } from '../../src/day-close/lease';
import { aPlace, folder } from './places';

const ONE_IN_THE_MORNING = '2026-11-23T06:05:00.000Z';

describe('Each night', () => {
  it('one server takes one backup, and the others find it there', async () => {
    const { nightly, backups } = await aNight();
    const backUp = ({ databaseUrl, folder: to }: Nightly) =>
      takeBackup(databaseUrl, to, nightly.clock.now(), () => undefined).then(({ manifest }) => manifest.total);
    expect(await backUpNightly(nightly, 'first', backUp)).toBe(true);
    expect(backups()).toEqual(['mazorca-20261123T060500Z.jsonl.gz']);
    expect(await backUpNightly(nightly, 'second', backUp)).toBe(false);
    expect(await backUpNightly({ ...nightly, clock: fixedClock('2026-11-24T06:05:00.000Z') }, 'second', backUp)).toBe(
      false,
    );
    await nightly.db.destroy();
  });

  it('nobody starts while another server is at it', async () => {
    const { nightly, backups } = await aNight();
    await takeLease(nightly.db, 'backup', 'first', ONE_IN_THE_MORNING, '2026-11-23T09:05:00.000Z');
    expect(await backUpNightly(nightly, 'second')).toBe(false);
    expect(backups()).toEqual([]);
    await nightly.db.destroy();
  });

  it('a backup that fails is logged, deletes none of the old ones, and is tried again', async () => {
    const { nightly, backups, errors } = await aNight();
    writeFileSync(join(nightly.folder, backupName('2020-01-01T00:00:00.000Z')), '');
    expect(await backUpNightly(nightly, 'first', () => Promise.reject(new Error('no room')))).toBe(false);
    expect(backups()).toHaveLength(1);
    expect(errors).toEqual(['the nightly backup failed']);
    expect(await backUpNightly(nightly, 'second', () => Promise.resolve('done'))).toBe(true);
    await nightly.db.destroy();
  });
});

it('keeps so many days and the newest of all, deletes what was interrupted, and touches nothing else', () => {
  const place = mkdtempSync(join(folder, 'kept-'));
  const names = [
    ...['2026-10-18', '2026-10-19', '2026-11-22'].map((day) => backupName(`${day}T06:05:00.000Z`)),
    ...['.mazorca-20261122T060500Z.jsonl.gz.partial', '.mazorca-20261123T060500Z.jsonl.gz.sqlite'],
    ...['notes.txt', 'mazorca.sqlite', 'mazorca-2020.jsonl.gz'],
  ];
  for (const name of names) writeFileSync(join(place, name), '');
  forgetOldBackups(place, '2026-11-23', 35);
  const [oldest, , , partial] = names;
  expect(readdirSync(place)).toEqual(names.filter((name) => name !== oldest && name !== partial).toSorted());
  forgetOldBackups(place, '2030-01-01', 35);
  expect(readdirSync(place).filter((name) => name.startsWith('mazorca-2026'))).toEqual([names[2]]);
});

it('is asked for by BACKUP_DIR, which must be a folder', async () => {
  expect(readConfig({}).backups).toBeUndefined();
  expect(readConfig({ BACKUP_DIR: '/b' }).backups).toEqual({ folder: '/b', keepDays: 35 });
  const { nightly } = await aNight();
  expect(() => scheduleNightlyBackup({ ...nightly, folder: '/no/such' })).toThrow('BACKUP_DIR no es una carpeta');
  scheduleNightlyBackup(nightly)();
  await nightly.db.destroy();
});

it('is taken by a process of its own', async () => {
  const { nightly, backups } = await aNight();
  const now = new Date().toISOString();
  expect(await backUpNightly({ ...nightly, clock: fixedClock(now) }, 'first')).toBe(true);
  expect(backups()).toHaveLength(1);
  expect(readFileSync(join(nightly.folder, backups()[0] ?? '')).length).toBeGreaterThan(1_000);
  await nightly.db.destroy();
});

async function aNight() {
  const place = await aPlace('sqlite');
  const db = connect(place);
  await migrate(db);
  const errors: string[] = [];
  const nightly: Nightly = {
    db,
    databaseUrl: place,
    clock: fixedClock(ONE_IN_THE_MORNING),
    logger: { info: () => undefined, error: (_: unknown, message?: string) => void errors.push(message ?? '') },
    folder: mkdtempSync(join(folder, 'night-')),
    keepDays: 35,
  };
  return { nightly, errors, backups: () => readdirSync(nightly.folder) };
}
