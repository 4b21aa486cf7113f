import type { Knex } from '../db/connect';
import type { Centimos } from '../lending/money';
import type { EventDetails } from '../loans/events';

export const REQUEST_KINDS = ['waiver', 'rate-change', 'extra-grace', 'reprogramming', 'write-off'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** What one person asks for a loan and another one decides. */
export interface ServicingRequest {
  readonly id: number;
  readonly loanId: number;
  readonly kind: RequestKind;
  /** What is to be forgiven; 0 of everything else. */
  readonly amount: Centimos;
  readonly details: EventDetails;
  readonly reason: string;
  readonly state: 'open' | 'approved' | 'denied' | 'withdrawn';
  readonly requestedBy: number;
  readonly requestedAt: string;
  readonly decidedBy: number | null;
  readonly decidedAt: string | null;
  readonly decisionReason: string;
  readonly eventId: number | null;
}

export async function findRequest(db: Knex, institutionId: number, id: number): Promise<ServicingRequest | undefined> {
  const row = (await db('servicing_request').where({ institution_id: institutionId, id }).first()) as
    RequestRow | undefined;
  return row && requestOf(row);
}

/** The request, locked until the transaction ends: it is decided once. */
export async function lockRequest(
  trx: Knex.Transaction,
  institutionId: number,
  id: number,
): Promise<ServicingRequest | undefined> {
  const row = (await trx('servicing_request').where({ institution_id: institutionId, id }).forUpdate().first()) as
    RequestRow | undefined;
  return row && requestOf(row);
}

/** Everything that was asked for a loan, the latest first. */
export async function requestsOfLoan(db: Knex, institutionId: number, loanId: number): Promise<ServicingRequest[]> {
  const rows = (await db('servicing_request')
    .where({ institution_id: institutionId, loan_id: loanId })
    .orderBy('id', 'desc')) as RequestRow[];
  return rows.map(requestOf);
}

export interface OpenRequest extends ServicingRequest {
  readonly farmer: string;
  readonly requester: string;
  readonly currency: string;
}

/** What waits for a decision in an institution, the oldest first. */
export async function openRequests(db: Knex, institutionId: number): Promise<OpenRequest[]> {
  const rows = (await db('servicing_request as r')
    .join('loan as l', (on) => on.on('l.institution_id', 'r.institution_id').on('l.id', 'r.loan_id'))
    .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
    .join('staff as s', (on) => on.on('s.institution_id', 'r.institution_id').on('s.id', 'r.requested_by'))
    .where({ 'r.institution_id': institutionId, 'r.state': 'open' })
    .orderBy('r.id')
    .select(
      'r.*',
      'l.currency',
      's.name as requester',
      'f.given_names',
      'f.first_surname',
      'f.second_surname',
    )) as (RequestRow & {
    currency: string;
    requester: string;
    given_names: string;
    first_surname: string;
    second_surname: string | null;
  })[];
  return rows.map((row) => ({
    ...requestOf(row),
    currency: row.currency,
    requester: row.requester,
    farmer: [row.given_names, row.first_surname, row.second_surname].filter(Boolean).join(' '),
  }));
}

export async function insertRequest(
  trx: Knex.Transaction,
  institutionId: number,
  request: Pick<
    ServicingRequest,
    'id' | 'loanId' | 'kind' | 'amount' | 'details' | 'reason' | 'requestedBy' | 'requestedAt'
  >,
): Promise<void> {
  await trx('servicing_request').insert({
    institution_id: institutionId,
    id: request.id,
    loan_id: request.loanId,
    kind: request.kind,
    amount: request.amount,
    details: JSON.stringify(request.details),
    reason: request.reason,
    state: 'open',
    requested_by: request.requestedBy,
    requested_at: request.requestedAt,
  });
}

export interface Decision {
  /** Withdrawn by who asked; the others by another person. */
  readonly state: 'approved' | 'denied' | 'withdrawn';
  readonly decidedBy: number;
  readonly decidedAt: string;
  readonly reason: string;
  readonly eventId: number | null;
}

export async function writeDecision(
  trx: Knex.Transaction,
  institutionId: number,
  id: number,
  decision: Decision,
): Promise<void> {
  await trx('servicing_request').where({ institution_id: institutionId, id }).update({
    state: decision.state,
    decided_by: decision.decidedBy,
    decided_at: decision.decidedAt,
    decision_reason: decision.reason,
    event_id: decision.eventId,
  });
}

interface RequestRow {
  id: number;
  loan_id: number;
  kind: RequestKind;
  amount: Centimos;
  details: string;
  reason: string;
  state: ServicingRequest['state'];
  requested_by: number;
  requested_at: string;
  decided_by: number | null;
  decided_at: string | null;
  decision_reason: string;
  event_id: number | null;
}

function requestOf(row: RequestRow): ServicingRequest {
  return {
    id: row.id,
    loanId: row.loan_id,
    kind: row.kind,
    amount: row.amount,
    details: JSON.parse(row.details) as EventDetails,
    reason: row.reason,
    state: row.state,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    decisionReason: row.decision_reason,
    eventId: row.event_id,
  };
}
