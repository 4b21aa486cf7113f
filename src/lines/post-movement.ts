import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import type { By } from '../ledger/by';
import { postJournal, type Entry } from '../ledger/journal';
import type { Centimos } from '../lending/money';
import type { Movement } from './limits';
import { recordLineDeed } from './line-trail';
import { insertMovement } from './movement-store';
import { inLedgerOf, makerOf } from './on-behalf';
import { updateBalances, type CreditLine } from './store';

/** Principal that moves between an investor and a lender. */
export interface MovementInput {
  readonly commandId: string;
  readonly institutionId: number;
  readonly lineId: number;
  /** In the line's currency, above zero. */
  readonly amount: Centimos;
  readonly valueDate: string;
}

export interface PostedMovement {
  readonly type: 'done';
  readonly movementId: number;
}

/**
 * Writes a movement that the rules have let pass: the journal in the lender's ledger, the row, the balance of the line,
 * which the caller has locked, and the deed.
 */
export async function postMovement(
  trx: Knex.Transaction,
  by: By,
  line: CreditLine,
  movement: Movement & { readonly commandId: string },
): Promise<PostedMovement> {
  const { kind, amount, valueDate, commandId } = movement;
  const { institutionId, currency } = line;
  const ledgerBy = inLedgerOf(by, institutionId);
  const entries = entriesOf(kind, amount);
  const journal = await postJournal(trx, ledgerBy, {
    kind: `line-${kind}`,
    commandId,
    part: 1,
    currency,
    valueDate,
    entries,
    lineId: line.id,
  });
  const movementId = await nextNumber(trx, institutionId, 'line_movement');
  await insertMovement(trx, institutionId, {
    id: movementId,
    lineId: line.id,
    kind,
    amount,
    valueDate,
    journalId: journal.id,
    ...makerOf(by),
    reverses: null,
    reason: '',
    recordedAt: by.clock.now(),
  });
  await updateBalances(trx, line, balanceAfter(line, kind, amount));
  await recordLineDeed(trx, by, line, `line-${kind}`, { movementId, amount, currency, valueDate }, [journal]);
  return { type: 'done', movementId };
}

/** What a movement does to the line's balances; a negative amount takes one back. */
export function balanceAfter(line: CreditLine, kind: Movement['kind'], amount: Centimos): Partial<CreditLine> {
  return kind === 'drawdown' ? { drawn: line.drawn + amount } : { repaid: line.repaid + amount };
}

/** A drawdown puts money into the bank and makes a debt; a repayment is its mirror. */
function entriesOf(kind: Movement['kind'], amount: Centimos): Entry[] {
  const [debit, credit] = kind === 'drawdown' ? (['bank', 'borrowings'] as const) : (['borrowings', 'bank'] as const);
  return [
    { account: debit, side: 'debit', amount },
    { account: credit, side: 'credit', amount },
  ];
}
