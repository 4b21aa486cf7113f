import { parseArgs } from 'node:util';
import type { Clock } from '../clock';
import type { Config } from '../config';
import type { Knex } from '../db/connect';
import { addDays, isDate, type IsoDate } from '../lending/dates';
import type { DayClosed } from './close-day';
import { closeInstitutions, succeeded, type ClosingWork, type InstitutionClosed } from './close-institutions';

const USAGE = `mazorca close-day [--date AAAA-MM-DD | --through AAAA-MM-DD] [--institution CODIGO]

  sin fecha     cierra uno por uno los días pendientes hasta ayer
  --date        cierra ese día y ningún otro; debe ser el siguiente
  --through     cierra uno por uno los días pendientes hasta ese
`;

const USAGE_FAULT = 2;

/** `mazorca close-day`: a line per institution; the exit code is 1 when one of them could not close its days. */
export async function closeDayCommand(
  db: Knex,
  config: Pick<Config, 'auditKey'>,
  clock: Clock,
  args: readonly string[],
  write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
  show: (text: string) => void = showOn(process.stderr),
): Promise<number> {
  const work = readWork(args, clock.today());
  if (typeof work === 'string') {
    write(`${work}\n\n${USAGE}`);
    return USAGE_FAULT;
  }
  const tell = (one: InstitutionClosed): void => {
    show('');
    write(lineOf(one));
  };
  const closed = await closeInstitutions(db, { clock, auditKey: config.auditKey }, work, tell, (lender, day) => {
    if (day.type === 'done') show(`… ${lender.name}: ${day.date}`);
  });
  if (closed.length === 0) write(noneOf(work));
  return closed.length > 0 && closed.every(succeeded) ? 0 : 1;
}

/** What is to be closed, or what is wrong with what was typed. */
function readWork(args: readonly string[], today: IsoDate): ClosingWork | string {
  const options = { date: { type: 'string' }, through: { type: 'string' }, institution: { type: 'string' } } as const;
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') return `No entiendo «${token.value}».`;
    if (token.kind !== 'option') continue;
    if (!(token.name in options)) return `No conozco la opción ${token.rawName}.`;
    if (token.value === undefined) return `Falta un valor después de ${token.rawName}.`;
  }
  const { date, through, institution } = values as Partial<Record<keyof typeof options, string>>;
  if (date !== undefined && through !== undefined) return 'Usa --date o --through, no los dos.';
  const misread = [date, through].find((text) => text !== undefined && !isDate(text));
  if (misread !== undefined) return `«${misread}» no es una fecha: escríbela como ${today}.`;
  return { day: date === undefined ? { through: through ?? addDays(today, -1) } : { only: date }, institution };
}

function noneOf({ institution }: ClosingWork): string {
  return institution === undefined
    ? 'No hay ninguna institución que preste en esta base de datos: crea una con mazorca init.'
    : `No hay ninguna institución que preste con el código «${institution}».`;
}

/** One line that is written over again while days are closed; nothing where nobody looks. */
function showOn(terminal: NodeJS.WriteStream): (text: string) => void {
  let shown = 0;
  return (text) => {
    if (!terminal.isTTY) return;
    terminal.write(`\r${text.padEnd(shown)}${text === '' ? '\r' : ''}`);
    shown = text.length;
  };
}

function lineOf(closed: InstitutionClosed): string {
  const { lender, days, failure } = closed;
  const done = days.filter(({ type }) => type === 'done');
  const refusals = days.map(refusal).filter(Boolean);
  const told = done.length === 0 && refusals.length > 0 ? refusals : [summary(done), ...refusals];
  if (failure !== undefined) told.push(`falló: ${failure.message}`);
  return `${succeeded(closed) ? '✓' : '✗'} ${lender.name}: ${told.join('; ')}`;
}

function summary(done: readonly DayClosed[]): string {
  const [first] = done;
  const last = done.at(-1);
  if (first?.type !== 'done' || last?.type !== 'done') return 'ningún día por cerrar';
  if (done.length > 1) return `cerrados ${done.length} días, del ${first.date} al ${last.date}`;
  return first.repeated ? `el ${first.date} ya estaba cerrado` : `cerrado el ${first.date}`;
}

function refusal(day: DayClosed): string {
  if (day.type === 'done') return '';
  switch (day.reason) {
    case 'date_in_future':
      return 'ese día todavía no llega';
    case 'date_out_of_order':
      return `el siguiente día por cerrar es el ${day.next}`;
    case 'parameter_missing':
      return `falta el parámetro ${day.parameter}`;
  }
}
