import type { Config } from '../config';
import type { Knex } from '../db/connect';
import type { Finding, FindingKind } from './finding';
import type { Verified } from './verify';
import { verifyDatabase } from './verify-database';

/**
 * `mazorca verify`: a line per institution, then every finding; the exit code is 1 when there is any. On a terminal the
 * share that is done is shown meanwhile.
 */
export async function verifyCommand(
  db: Knex,
  config: Pick<Config, 'auditKey'>,
  write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
): Promise<0 | 1> {
  const bar = shareOn(process.stderr);
  let institutions = 0;
  const progress = (verified: Verified): void => {
    institutions++;
    bar.clear();
    write(institutionLine(verified));
  };
  const findings = await verifyDatabase(db, config.auditKey, { progress, share: bar.show });
  bar.clear();
  for (const finding of findings) write(`  ✗ ${findingLine(finding)}`);
  write(summaryOf(institutions, findings.length));
  return findings.length === 0 ? 0 : 1;
}

function summaryOf(institutions: number, findings: number): string {
  if (findings > 0) return `Hay ${findings} hallazgos.`;
  return institutions === 0 ? 'Todavía no hay ninguna institución.' : 'Todo cuadra: nada fue alterado.';
}

/** One line that is written over again; nothing where nobody looks. */
function shareOn(terminal: NodeJS.WriteStream) {
  let shown = '';
  const put = (text: string): void => {
    if (text !== shown && terminal.isTTY) terminal.write(`\r${text.padEnd(shown.length)}${text === '' ? '\r' : ''}`);
    shown = text;
  };
  return { show: (done: number): void => put(`… ${Math.floor(done * 100)} %`), clear: (): void => put('') };
}

function institutionLine({ institutionName, auditRows, journals, findings }: Verified): string {
  const mark = findings.length === 0 ? '✓' : '✗';
  return `${mark} ${institutionName}: ${auditRows} filas de auditoría, ${journals} asientos, ${findings.length} hallazgos`;
}

/** Institution 2: la fila 17 de la auditoría fue alterada (application-approved of application 4). */
function findingLine({ institutionId, kind, where, detail }: Finding): string {
  return `Institución ${institutionId}: ${SENTENCES[kind].replace('@', String(where))} (${detail})`;
}

const SENTENCES: Readonly<Record<FindingKind, string>> = {
  audit_row_missing: 'falta la fila @ de la auditoría',
  audit_row_altered: 'la fila @ de la auditoría fue alterada',
  audit_row_not_linked: 'la fila @ de la auditoría no sigue a la anterior',
  audit_time_not_later: 'la fila @ de la auditoría no es posterior a la anterior',
  audit_head_differs: 'la cabeza de la auditoría (@) no es su última fila',
  journal_missing: 'falta el asiento @',
  journal_without_seal: 'el asiento @ no tiene sello',
  journal_altered: 'el asiento @ fue alterado',
  journal_unbalanced: 'el asiento @ no cuadra',
  journal_not_in_audit: 'la auditoría no conoce el asiento @',
  journal_twice_in_audit: 'la auditoría nombra el asiento @ más de una vez',
  journal_differs_from_audit: 'el asiento @ no es el que conoce la auditoría',
  seal_without_journal: 'el sello del asiento @ quedó sin asiento',
  entries_without_journal: 'los movimientos del asiento @ quedaron sin asiento',
  trial_balance_not_zero: 'el balance de comprobación en @ no da cero',
  loan_differs_from_ledger: 'el saldo del crédito @ no es el de la contabilidad',
  loan_differs_from_history: 'el crédito @ no es lo que resulta de sus eventos',
  line_differs_from_movements: 'la línea @ no es lo que resulta de sus movimientos',
  delivery_not_reconciled: 'la entrega @ no cuadra con sus pagos',
  organisation_not_reconciled: 'lo que debe la organización @ no cuadra',
  collection_not_reconciled: 'la hoja de recaudo @ no cuadra con sus pagos',
  day_missing: 'falta el cierre del día @',
  day_altered: 'las cifras del cierre del día @ fueron alteradas',
  day_not_in_audit: 'la auditoría no conoce el cierre del día @',
  day_differs_from_loans: 'el cierre del día @ no es lo que resulta de los créditos',
  booked_in_closed_day: 'hay registros posteriores en el día cerrado @',
};
