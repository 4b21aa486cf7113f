import { dayAfter } from './notebook';
import { collectedOn, type SheetModel, type SheetRowModel } from './notes-on-sheets';
import { command, daysBefore, lenderIn, numbered, share, type Perform, type Performance, type Scene } from './scene';
import type { Act } from './acts';

type SheetAct = 'sheet-out' | 'sheet-in' | 'sheet-counted' | 'sheet-back' | 'settle-row';

/** What becomes of a collection sheet on the road and at the desk. */
export const SHEET_ACTS: Readonly<Record<SheetAct, Perform>> = {
  'sheet-out': out,
  'sheet-in': handOver,
  'sheet-counted': async function* counting(scene, act) {
    if (!sheetIn(scene, act, ['submitted'])) yield* handOver(scene, { ...act, other: 0 });
    const found = sheetIn(scene, act, ['submitted', 'received', 'confirmed', 'open']);
    if (!found) return;
    const [sheetId, sheet] = found;
    const isShort = act.other % 5 === 4;
    const counted = collectedOn(sheet) - (isShort ? 100 : 0);
    const count = { sheetId, version: sheet.version, counted };
    if (isShort) yield command(scene, 'celia', 'receive-sheet', { ...count, differenceReason: '' });
    const differenceReason = isShort ? 'Faltó un sol' : '';
    const who = (['celia', 'marta', 'celia', 'carmen'] as const)[act.other % 4] ?? 'celia';
    yield command(scene, who, 'receive-sheet', { ...count, differenceReason });
    if (act.which % 4 === 0) yield command(scene, 'pedro', 'receive-sheet', { ...count, differenceReason });
  },
  'sheet-back': async function* back(scene, act) {
    if (!sheetIn(scene, act, ['submitted'])) yield* handOver(scene, act);
    const found = sheetIn(scene, act, ['submitted', 'open', 'returned', 'confirmed']);
    if (!found) return;
    const [sheetId, sheet] = found;
    const { version } = sheet;
    const reason = act.other % 5 === 4 ? '' : 'Falta un recibo';
    yield command(scene, 'celia', 'return-sheet', { sheetId, version, reason });
    // The page that the officer has open is older than the return.
    yield* write(scene, act, sheetId, sheet, version);
    const who = act.other % 2 === 0 ? 'carmen' : 'marta';
    const voiding = { sheetId, version: sheet.version, reason: 'Se hizo por error' };
    if (act.other % 3 === 0) yield command(scene, who, 'void-sheet', voiding);
  },
  'settle-row': async function* settle(scene, act) {
    const { which, other, percent } = act;
    if (!rowsIn(scene).some(isWaiting)) {
      // More than anybody owes, so that it has to be settled.
      yield* out(scene, { ...act, other: 1, percent: 2_000 });
      yield* SHEET_ACTS['sheet-counted'](scene, { ...act, other: 0 });
    }
    const rows = rowsIn(scene);
    const waiting = rows.filter(isWaiting);
    const { sheetId, number, row } = numbered(waiting.length > 0 ? waiting : rows, which, NOBODYS);
    const amount = other % 3 === 0 ? 0 : share(row.collected ?? 100, other % 3 === 1 ? 100 : percent);
    yield command(scene, other % 7 === 6 ? 'carmen' : 'marta', 'settle-row', {
      ...{ sheetId, number, amount, intent: 'advance', acceptExcess: other % 2 === 0 },
      reason: other % 5 === 4 ? '' : 'Se devolvió el resto',
    });
  },
};

interface RowOnSheet {
  readonly sheetId: number;
  readonly number: number;
  readonly row: SheetRowModel;
}

function rowsIn(scene: Scene): RowOnSheet[] {
  return [...lenderIn(scene).sheets].flatMap(([sheetId, { rows }]) =>
    [...rows].map(([number, row]) => ({ sheetId, number, row })),
  );
}

/** The desk has its money, and the loan does not take it as it is. */
function isWaiting({ row }: RowOnSheet): boolean {
  return row.state === 'refused';
}

const NOBODYS: RowOnSheet = {
  sheetId: 901,
  number: 1,
  row: { loanId: 901, collected: null, intent: null, state: 'open' },
};

/** An officer sets out, mostly on the day itself, and writes down what was given. */
async function* out(scene: Scene, act: Act): Performance {
  const { other, daysAgo } = act;
  const day = other % 6 === 5 ? dayAfter(scene.day) : daysBefore(scene.day, other % 6 === 4 ? daysAgo % 30 : 0);
  const content = { collectOn: day, place: { kind: 'all' }, currency: 'PEN' };
  const made = yield command(scene, other % 9 === 8 ? 'celia' : 'carmen', 'make-sheet', content);
  if (made.type === 'refused') return;
  const sheetId = Number(made['sheetId']);
  const sheet = lenderIn(scene).sheets.get(sheetId);
  const dues = new Map((made.seen?.rows ?? []).map(({ number, due }) => [number, due]));
  if (sheet) yield* write(scene, act, sheetId, sheet, sheet.version, dues);
}

/** Some give what is due, some less or more, some nothing. */
async function* write(
  scene: Scene,
  { percent, other, which }: Act,
  sheetId: number,
  sheet: SheetModel,
  version: number,
  dues: ReadonlyMap<number, number> = new Map(),
): Performance {
  const rows = [...sheet.rows].map(([number, { collected }]) => {
    const given = share(dues.get(number) ?? collected ?? 5_000, other % 2 === 0 ? 100 : percent * 4);
    const gives = (which + number) % 4 !== 3 && given > 0;
    const intent = (other + number) % 3 === 0 ? null : 'advance';
    const words = { promisedOn: null, paperReceipt: '', note: '' };
    return { number, collected: gives ? given : null, outcome: gives ? null : 'absent', intent, ...words };
  });
  yield command(scene, other % 8 === 7 ? 'celia' : 'carmen', 'save-rows', { sheetId, version, rows });
}

async function* handOver(scene: Scene, act: Act): Performance {
  if (!sheetIn(scene, act, ['open', 'returned'])) yield* out(scene, { ...act, other: act.other % 4 });
  const found = sheetIn(scene, act, ['open', 'returned', 'submitted']);
  if (!found) return;
  const [sheetId, { version }] = found;
  const who = act.other % 7 === 6 ? 'celia' : 'carmen';
  yield command(scene, who, 'submit-sheet', { sheetId, version, othersNotVisited: true });
}

/** A sheet in the first of these states in which there is one. */
function sheetIn(scene: Scene, { which }: Act, states: readonly string[]): [number, SheetModel] | undefined {
  const sheets = [...lenderIn(scene).sheets];
  for (const state of states) {
    const some = sheets.filter(([, sheet]) => sheet.state === state);
    if (some.length > 0) return numbered(some, which);
  }
  return undefined;
}
