import type { Knex } from '../db/connect';
import type { Role, User } from '../web/user';
import { findLine, type CreditLine } from './store';

/** Who looks at lines at all. A lender's people see those of their institution, an investor those it gave. */
export const LINE_READERS: Role[] = ['facilitator', 'investor', 'manager', 'risk', 'auditor'];

/** Who enters what moves between investor and lender. */
export const LINE_WRITERS: Role[] = ['manager', 'facilitator'];

/** The conditions on a line's row that make it one of the person's: none for the facilitator, who sees all. */
export interface OwnLines {
  readonly institution_id?: number;
  readonly investor_id?: number;
}

export function ownLines(user: User): OwnLines {
  if (user.role === 'facilitator') return {};
  // An investor's account without an investor sees nothing: no investor has the number 0.
  if (user.role === 'investor') return { investor_id: user.kind === 'staff' ? (user.investorId ?? 0) : 0 };
  return { institution_id: user.institutionId };
}

/** The line if it is there and one of the person's; the two cases of no are not told apart. */
export async function findOwnLine(
  db: Knex,
  user: User,
  institutionId: number,
  lineId: number,
): Promise<CreditLine | undefined> {
  const own = ownLines(user);
  const line = await findLine(db, institutionId, lineId);
  if (!line) return undefined;
  if (own.institution_id !== undefined && own.institution_id !== line.institutionId) return undefined;
  if (own.investor_id !== undefined && own.investor_id !== line.investorId) return undefined;
  return line;
}

/** Aggregates only for who is not of the lender: a farmer's name stays in the institution. */
export function seesLoans(user: User, line: CreditLine): boolean {
  return user.institutionId === line.institutionId;
}

export function mayWrite(user: User): boolean {
  return LINE_WRITERS.includes(user.role);
}
