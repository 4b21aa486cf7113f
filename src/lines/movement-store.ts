import type { Knex } from '../db/connect';
import type { Centimos } from '../lending/money';
import type { Movement } from './limits';

/** A movement as it was entered. */
export interface LineMovement extends Movement {
  readonly id: number;
  readonly lineId: number;
  readonly journalId: number;
  readonly staffId: number | null;
  readonly facilitatorStaffId: number | null;
  /** The movement that this one takes back. */
  readonly reverses: number | null;
  readonly reason: string;
  readonly recordedAt: string;
}

/** Everything entered for a line, by value date and then in the order of entry. */
export async function movementsOfLine(db: Knex, institutionId: number, lineId: number): Promise<LineMovement[]> {
  const rows = (await db('line_movement')
    .where({ institution_id: institutionId, line_id: lineId })
    .orderBy(['value_date', 'id'])) as MovementRow[];
  return rows.map(movementOf);
}

/** The movements that count: without those taken back and those that took them back. */
export function standing(movements: readonly LineMovement[]): LineMovement[] {
  const takenBack = new Set(movements.map((movement) => movement.reverses));
  return movements.filter((movement) => movement.reverses === null && !takenBack.has(movement.id));
}

export async function insertMovement(
  trx: Knex.Transaction,
  institutionId: number,
  movement: LineMovement,
): Promise<void> {
  await trx('line_movement').insert({
    institution_id: institutionId,
    id: movement.id,
    line_id: movement.lineId,
    kind: movement.kind,
    amount: movement.amount,
    value_date: movement.valueDate,
    journal_id: movement.journalId,
    staff_id: movement.staffId,
    facilitator_staff_id: movement.facilitatorStaffId,
    reverses: movement.reverses,
    reason: movement.reason,
    recorded_at: movement.recordedAt,
  });
}

interface MovementRow {
  id: number;
  line_id: number;
  kind: Movement['kind'];
  amount: Centimos;
  value_date: string;
  journal_id: number;
  staff_id: number | null;
  facilitator_staff_id: number | null;
  reverses: number | null;
  reason: string;
  recorded_at: string;
}

function movementOf(row: MovementRow): LineMovement {
  return {
    id: row.id,
    lineId: row.line_id,
    kind: row.kind,
    amount: row.amount,
    valueDate: row.value_date,
    journalId: row.journal_id,
    staffId: row.staff_id,
    facilitatorStaffId: row.facilitator_staff_id,
    reverses: row.reverses,
    reason: row.reason,
    recordedAt: row.recorded_at,
  };
}
