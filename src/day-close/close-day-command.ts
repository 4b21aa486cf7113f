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
): Promise<number> {
  const work = readWork(args, clock.today());
  if (!work) {
    write(USAGE);
    return USAGE_FAULT;
  }
  const closed = await closeInstitutions(db, { clock, auditKey: config.auditKey }, work, (one) => write(lineOf(one)));
  if (closed.length === 0) write('No hay ninguna institución con ese código.');
  return closed.length > 0 && closed.every(succeeded) ? 0 : 1;
}

function readWork(args: readonly string[], today: IsoDate): ClosingWork | undefined {
  const given = parsed(args);
  if (!given) return undefined;
  const { date, through, institution } = given;
  if (date !== undefined && through !== undefined) return undefined;
  if ([date, through].some((text) => text !== undefined && !isDate(text))) return undefined;
  return { day: date === undefined ? { through: through ?? addDays(today, -1) } : { only: date }, institution };
}

function parsed(args: readonly string[]) {
  const options = { date: { type: 'string' }, through: { type: 'string' }, institution: { type: 'string' } } as const;
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch {
    return undefined;
  }
}

function lineOf(closed: InstitutionClosed): string {
  const { lender, days, failure } = closed;
  const done = days.filter(({ type }) => type === 'done');
  const told = [summary(done), ...days.map(refusal).filter(Boolean)];
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
