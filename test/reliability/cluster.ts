import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connect } from '../../src/db/connect';
import { childrenOf, killIfThere } from './processes';

/** A PostgreSQL of its own, whose processes may be killed. */
export interface Cluster {
  /** Makes an empty database and gives its address. */
  newDatabase(): Promise<string>;
  /** SIGKILL to the server and to all its children at once. */
  kill(): Promise<void>;
  /** Changes a setting of the whole server, for those who are connected too. */
  set(name: string, value: string): Promise<void>;
  /** After `kill`: on the same data and port; resolves when it answers. */
  start(): Promise<void>;
  /** Ends it and deletes its data. */
  remove(): Promise<void>;
}

/** Where Debian keeps the programs of the newest PostgreSQL; undefined where there is none. */
export function postgresPrograms(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(a) - Number(b)) : [];
  const newest = versions.findLast((version) => existsSync(join(root, version, 'bin', 'initdb')));
  return newest === undefined ? undefined : join(root, newest, 'bin');
}

export async function startCluster(programs: string): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'mazorca-cluster-'));
  const person = notRoot();
  if (person) chownSync(folder, person.uid, person.gid);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8'];
  execFileSync(join(programs, 'initdb'), initdb, { ...person, cwd: folder, stdio: 'ignore' });

  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const address = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const run = (): ChildProcess =>
    spawn(
      join(programs, 'postgres'),
      ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=100'],
      { ...person, cwd: folder, stdio: 'ignore' },
    );
  let server = run();
  await answering(address('postgres'));
  let databases = 0;

  const kill = async (): Promise<void> => {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    const pids = [server.pid ?? 0, ...childrenOf(server.pid ?? 0)];
    for (const pid of pids) killIfThere(pid);
    await gone;
  };
  return {
    newDatabase: async () => {
      const name = `mazorca_${++databases}`;
      const admin = connect(address('postgres'));
      await admin.raw('create database ??', [name]);
      await admin.destroy();
      return address(name);
    },
    kill,
    set: async (name, value) => {
      const admin = connect(address('postgres'));
      await admin.raw('alter system set ?? = ??', [name, value]);
      await admin.raw('select pg_reload_conf()');
      await admin.destroy();
    },
    start: async () => {
      server = run();
      await answering(address('postgres'));
    },
    remove: async () => {
      await kill();
      rmSync(folder, { recursive: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function notRoot(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function answering(address: string): Promise<void> {
  for (;;) {
    const client = new pg.Client(address);
    const answers = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (answers) return;
  }
}
