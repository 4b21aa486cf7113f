import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { pipeline as finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Header, Manifest, Part, Value } from './dump';

/**
 * Writes a dump as compressed lines of JSON: the header, then for each table a line with its columns and one per row, and
 * the manifest. What is unfinished has another name; under its own name the file is whole and on the disk.
 */
export async function writeDumpFile(path: string, parts: AsyncIterable<Part>): Promise<void> {
  const partial = join(dirname(path), `.${basename(path)}.partial`);
  try {
    const file = createWriteStream(partial, { mode: 0o600, flags: 'wx', flush: true });
    await finished(Readable.from(linesOf(parts)), createGzip({ level: 6 }), file);
    await rename(partial, path);
    await synchronise(dirname(path));
  } catch (error) {
    if (codeOf(error) === 'ENOSPC')
      throw new Error(`No hay espacio para el respaldo en ${dirname(path)}.`, { cause: error });
    throw error;
  } finally {
    await rm(partial, { force: true });
  }
}

/** Reads it again. Throws where the file is cut short, damaged, or something else. */
export async function* readDumpFile(path: string): AsyncGenerator<Part, void> {
  const file = createReadStream(path);
  await once(file, 'open');
  const text = pipeline(file, createGunzip(), () => undefined).setEncoding('utf8');
  try {
    yield* partsOf(linesIn(text));
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error).startsWith('Z_')) throw damaged();
    throw error;
  } finally {
    file.destroy();
  }
}

async function* linesOf(parts: AsyncIterable<Part>): AsyncGenerator<string> {
  for await (const part of parts) {
    switch (part.type) {
      case 'header':
        yield line(part.header);
        break;
      case 'table':
        yield line({ table: part.table, columns: part.columns });
        break;
      case 'rows':
        yield part.rows.map(line).join('');
        break;
      case 'manifest':
        yield line({ manifest: part.manifest });
    }
  }
}

function line(content: unknown): string {
  return `${JSON.stringify(content)}\n`;
}

const PAGE_ROWS = 2_000;

async function* partsOf(pages: AsyncIterable<readonly string[]>): AsyncGenerator<Part> {
  let rows: Value[][] = [];
  for await (const lines of pages) {
    for (const text of lines) {
      const content = JSON.parse(text) as Value[] | Line;
      if (Array.isArray(content)) {
        rows.push(content);
        if (rows.length < PAGE_ROWS) continue;
      }
      if (rows.length > 0) yield { type: 'rows', rows };
      rows = [];
      if (!Array.isArray(content)) yield partOf(content);
    }
  }
}

/** What follows the last line break is no line. */
async function* linesIn(chunks: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
}

/** The three lines that are no rows. */
interface Line extends Partial<Header> {
  readonly table?: string;
  readonly columns?: readonly string[];
  readonly manifest?: Manifest;
}

function partOf(content: Line): Part {
  if (content.program === 'mazorca') return { type: 'header', header: content as Header };
  if (content.manifest) return { type: 'manifest', manifest: content.manifest };
  if (content.table !== undefined && content.columns) {
    return { type: 'table', table: content.table, columns: content.columns };
  }
  throw damaged();
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code);
}

function damaged(): Error {
  return new Error('El archivo no es un respaldo de Mazorca, o está dañado o incompleto.');
}

/** The name in the folder must survive a power cut too. */
async function synchronise(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
