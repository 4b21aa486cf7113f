import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCommand } from '../../src/import/import-command';
import { testConfig } from '../support/config';
import type { World } from '../support/world';

/** What a person at a terminal gets to see. */
export interface Seen {
  readonly code: number;
  readonly text: string;
  readonly progress: string;
}

/** Somebody of Selva who types `mazorca import …`. */
export async function run(world: World, ...args: readonly string[]): Promise<Seen> {
  let text = '';
  let progress = '';
  const terminal = {
    write: (more: string) => void (text += more),
    progress: (more: string) => void (progress += more),
  };
  const code = await importCommand(world.db, testConfig, world.clock, args, terminal);
  return { code, text, progress };
}

export const AS_CARMEN = ['--institution', 'selva', '--as', 'carmen'];

const folder = mkdtempSync(join(tmpdir(), 'mazorca-import-'));

export function path(name: string): string {
  return join(folder, name);
}

export function fileWith(name: string, content: string | Buffer): string {
  writeFileSync(path(name), content);
  return path(name);
}

export function read(name: string): string {
  return readFileSync(path(name), 'utf8');
}
