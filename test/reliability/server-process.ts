import { spawn, type ChildProcess } from 'node:child_process';
import { projectRoot } from '../../src/config';
import { childrenOf, killIfThere } from './processes';

/** The program as it runs for people, in a process of its own. */
export interface ServerProcess {
  readonly address: string;
  readonly pid: number;
  /** SIGKILL: the process is not asked and cannot finish anything. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves with its exit code when the process has ended by itself. */
  readonly ended: Promise<number | null>;
  /** Resolves when the process writes the word to its output. */
  said(word: string): Promise<void>;
}

/** What is different about a server that is watched or made careless. */
export interface Watching {
  /** A program that runs the server as its only child and ends with it. */
  readonly under?: readonly string[];
  /** A module that is loaded before the program. */
  readonly preload?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts the server on a database and a free port; rejects with what it wrote where it does not come up. */
export async function startServer(
  databaseUrl: string,
  { under = [], preload, environment }: Watching = {},
): Promise<ServerProcess> {
  const preloads = ['tsx', ...(preload === undefined ? [] : [preload])].flatMap((name) => ['--import', name]);
  const [program, ...args] = [...under, process.execPath, ...preloads, 'src/server.ts'];
  const child = spawn(program, args, {
    cwd: projectRoot,
    env: {
      ...process.env,
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  const address = await greetingOf(child);
  const pid = (under.length > 0 ? childrenOf(child.pid ?? 0)[0] : child.pid) ?? 0;
  return {
    address,
    pid,
    kill: async () => {
      killIfThere(pid);
      await ended;
    },
    ended,
    said: (word) => said(child, word),
  };
}

const running = new Set<ChildProcess>();

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    const read = (chunk: Buffer): void => {
      if (!chunk.toString().includes(word)) return;
      child.stdout?.off('data', read);
      resolve();
    };
    child.stdout?.on('data', read);
  });
}

function greetingOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let written = '';
    const read = (chunk: Buffer): void => {
      written += chunk.toString();
      const address = /http:\/\/[\d.]+:\d+/.exec(written)?.[0];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${written}`)));
  });
}
