import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** What a process asked of its disk and told the world, in the order in which it was done. */
export type Traced =
  | { readonly type: 'write'; readonly file: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly type: 'truncate'; readonly file: string; readonly size: number }
  | { readonly type: 'sync'; readonly file: string }
  | { readonly type: 'unlink'; readonly file: string }
  /** The answer to a payment left the process: the address of the receipt. */
  | { readonly type: 'answer'; readonly receipt: string };

/** strace is there and the machine lets a process watch its child. */
export function canTrace(): boolean {
  try {
    execFileSync('strace', ['-f', '-e', 'trace=none', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const CALLS = ['pwrite64', 'pwritev', 'write', 'writev', 'fsync', 'fdatasync', 'ftruncate', 'unlink', 'rename'];
const LONGEST_WRITE = 1_048_576;

/** The command that runs a program and writes what it does to a file. */
export function tracing(output: string): string[] {
  const how = ['-f', '-y', '-xx', '-s', String(LONGEST_WRITE), '--seccomp-bpf'];
  return ['strace', ...how, '-e', `trace=${CALLS.join(',')}`, '-o', output];
}

/** Reads the trace of everything that was done to `files`, and of the answers to payments. */
export async function readTrace(path: string, files: readonly string[]): Promise<Traced[]> {
  const traced: Traced[] = [];
  const unfinished = new Map<string, string>();
  for await (const line of createInterface({ input: createReadStream(path, 'latin1'), crlfDelay: Infinity })) {
    const whole = joined(line, unfinished);
    const event = whole === undefined ? undefined : eventOf(whole, files);
    if (event) traced.push(event);
  }
  return traced;
}

/** A call that another thread interrupted is written in two lines; it counts where it ended. */
function joined(line: string, unfinished: Map<string, string>): string | undefined {
  const thread = line.slice(0, line.indexOf(' '));
  if (line.endsWith(UNFINISHED)) {
    unfinished.set(thread, line.slice(0, -UNFINISHED.length));
    return undefined;
  }
  const resumed = /^\d+ +<\.\.\. \w+ resumed>/.exec(line)?.[0];
  if (resumed === undefined) return line;
  return (unfinished.get(thread) ?? '') + line.slice(resumed.length);
}

const UNFINISHED = ' <unfinished ...>';

function eventOf(line: string, files: readonly string[]): Traced | undefined {
  const [, call = '', inside = '', result = '-1'] = /^\d+ +(\w+)\((.*)\) += (-?\d+)/.exec(line) ?? [];
  if (Number(result) < 0) return undefined;
  if (call === 'write' || call === 'writev') {
    const receipt = /^HTTP\/1\.1 303 [\s\S]*?location: (\/creditos\/\d+\/pagos\/\d+)\r\n/i.exec(textsOf(inside))?.[1];
    if (receipt !== undefined) return { type: 'answer', receipt };
  }
  if (call === 'unlink') {
    const file = textsOf(inside);
    return files.includes(file) ? { type: 'unlink', file } : undefined;
  }
  const file = decoded(/^\d+<([^>]*)>/.exec(inside)?.[1] ?? '');
  if (!files.includes(file)) return undefined;
  const numbers = inside.slice(inside.lastIndexOf('"') + 1);
  switch (call) {
    case 'fsync':
    case 'fdatasync':
      return { type: 'sync', file };
    case 'ftruncate':
      return { type: 'truncate', file, size: Number(inside.slice(inside.lastIndexOf(',') + 1)) };
    case 'pwrite64': {
      const bytes = Buffer.from(textsOf(inside), 'latin1').subarray(0, Number(result));
      return { type: 'write', file, offset: Number(numbers.slice(numbers.lastIndexOf(',') + 1)), bytes };
    }
    default:
      throw new Error(`the database used ${call}, which this reader does not know: ${line.slice(0, 200)}`);
  }
}

/** All quoted texts of a call, one after the other; each byte is a character. */
function textsOf(inside: string): string {
  return [...inside.matchAll(/"([^"]*)"/g)].map((match) => decoded(match[1] ?? '')).join('');
}

/** `\x2f\x74` is written for `/t`. */
function decoded(hexadecimal: string): string {
  return Buffer.from(hexadecimal.replaceAll(String.raw`\x`, ''), 'hex').toString('latin1');
}
