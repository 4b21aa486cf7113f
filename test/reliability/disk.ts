import type { Traced } from './trace';

/** The files as a disk has them: what was synchronised stays, what was only written since may or may not be there. */
export interface Disk {
  apply(event: Traced): void;
  /**
   * What is found when the power went out now: each write since the last synchronisation of its file is there, is not,
   * or is there in some of its sectors, whatever came before or after it. `uniform` gives numbers from 0 to 1.
   */
  afterCut(uniform: () => number): Map<string, Buffer>;
}

export const SECTOR_BYTES = 512;

export function diskOf(files: ReadonlyMap<string, Buffer>): Disk {
  const stored = new Map(
    [...files].map(([file, bytes]) => [file, { synced: contentOf(bytes), pending: [] as Change[] }]),
  );
  const open = (file: string) => {
    const known = stored.get(file) ?? { synced: contentOf(Buffer.alloc(0)), pending: [] };
    stored.set(file, known);
    return known;
  };
  return {
    apply(event) {
      if (event.type === 'answer') return;
      if (event.type === 'unlink') {
        stored.delete(event.file);
        return;
      }
      const file = open(event.file);
      if (event.type !== 'sync') {
        file.pending.push(event);
        return;
      }
      for (const change of file.pending.splice(0)) make(file.synced, change);
    },
    afterCut(uniform) {
      const mood = MOODS[Math.floor(uniform() * MOODS.length)] ?? 0;
      return new Map(
        [...stored].map(([name, { synced, pending }]) => {
          const left = contentOf(synced.bytes.subarray(0, synced.size));
          for (const change of pending) for (const part of survivors(change, mood, uniform)) make(left, part);
          return [name, left.bytes.subarray(0, left.size)];
        }),
      );
    },
  };
}

/** How much of what was not synchronised a cut leaves on average: a disk with a small memory keeps nearly all of it. */
const MOODS = [0, 0.2, 0.5, 0.8, 0.97];

type Change = Extract<Traced, { type: 'write' | 'truncate' }>;

function survivors(change: Change, kept: number, uniform: () => number): Change[] {
  if (change.type === 'truncate' || uniform() < 0.7) return uniform() < kept ? [change] : [];
  const sectors: Change[] = [];
  let from = 0;
  while (from < change.bytes.length) {
    const until = Math.min(change.bytes.length, from + SECTOR_BYTES - ((change.offset + from) % SECTOR_BYTES));
    if (uniform() < kept) {
      sectors.push({ ...change, offset: change.offset + from, bytes: change.bytes.subarray(from, until) });
    }
    from = until;
  }
  return sectors;
}

interface Content {
  bytes: Buffer;
  size: number;
}

function contentOf(bytes: Buffer): Content {
  return { bytes: Buffer.from(bytes), size: bytes.length };
}

function make(content: Content, change: Change): void {
  const size = change.type === 'truncate' ? change.size : Math.max(content.size, change.offset + change.bytes.length);
  if (size > content.bytes.length) {
    const larger = Buffer.alloc(Math.max(size, 2 * content.bytes.length));
    content.bytes.copy(larger, 0, 0, content.size);
    content.bytes = larger;
  }
  if (change.type === 'write') change.bytes.copy(content.bytes, change.offset);
  else content.bytes.fill(0, change.size, content.size);
  content.size = size;
}
