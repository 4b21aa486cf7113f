import { spawn, type ChildProcess } from 'node:child_process';
import { projectRoot } from '../../src/config';

/** The program as it runs for people, in a process of its own. */
export interface ServerProcess {
  readonly address: string;
  /** SIGKILL: the process is not asked and cannot finish anything. Resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts the server on a database and a free port; rejects with what it wrote where it does not come up. */
export async function startServer(databaseUrl: string): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
    cwd: projectRoot,
    env: { ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: '0', DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      running.delete(child);
      resolve();
    });
  });
  return {
    address: await greetingOf(child),
    kill: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
}

const running = new Set<ChildProcess>();

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

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
