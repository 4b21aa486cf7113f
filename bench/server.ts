import { readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { projectRoot } from '../src/config';
import { PASSWORD } from './lender';

/** The program as it runs for people, in a process of its own. */
export interface RunningServer {
  readonly address: string;
  /** Megabytes that the process has at this moment, and the most it ever had. */
  memory(): { readonly now: number; readonly most: number };
  /** Milliseconds of processor time so far: what the work takes, however busy the machine is with other things. */
  processorTime(): number;
  stop(): Promise<void>;
}

export async function startServer(databaseUrl: string): Promise<RunningServer> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
    cwd: projectRoot,
    env: { ...process.env, NODE_ENV: 'development', LOG_LEVEL: 'error', PORT: '0', DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /http:\/\/[\d.]+:\d+/.exec(chunk.toString())?.[0];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    address,
    memory: () => memoryOf(child.pid ?? 0),
    processorTime: () => processorTimeOf(child.pid ?? 0),
    stop: () => {
      child.kill('SIGTERM');
      return gone;
    },
  };
}

export function memoryOf(pid: number): { now: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024);
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
}

const TICKS_PER_SECOND = 100;

/** utime and stime of /proc/…/stat, the 14th and 15th field; the second one, the name, may hold spaces. */
function processorTimeOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}

export interface Session {
  readonly address: string;
  readonly cookie: string;
}

export async function signIn(address: string, user: string): Promise<Session> {
  const door = await fetch(`${address}/entrar`);
  const body = new URLSearchParams({ ...hiddenFields(await door.text()), user, password: PASSWORD });
  const entered = await send({ address, cookie: cookieOf(door) }, '/entrar', body);
  if (entered.status !== 303) throw new Error(`${user} could not sign in: ${entered.status}`);
  return { address, cookie: cookieOf(entered) };
}

/** The body is read to its end; anything but what is expected throws. */
export async function open({ address, cookie }: Session, path: string): Promise<string> {
  const response = await fetch(`${address}${path}`, { headers: { cookie } });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
  return text;
}

export async function send({ address, cookie }: Session, path: string, body: URLSearchParams): Promise<Response> {
  const headers = { cookie, 'Sec-Fetch-Site': 'same-origin' };
  const response = await fetch(`${address}${path}`, { method: 'POST', redirect: 'manual', headers, body });
  await response.text();
  return response;
}

/** Of the last form of a page, which is the one of its content. */
export function hiddenFields(html: string): Record<string, string> {
  const content = html.slice(html.indexOf('<main'));
  const fields = [...content.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return Object.fromEntries(fields.map((match) => [match[1] ?? '', match[2] ?? '']).toReversed());
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');
}
