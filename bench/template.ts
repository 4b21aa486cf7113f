import { termsJson } from '../src/contract/terms-json';
import { connect, type Knex } from '../src/db/connect';
import { nextNumber } from '../src/db/counter';
import { migrate } from '../src/db/migrate';
import { inTransaction } from '../src/db/transaction';
import { recordDeed } from '../src/ledger/audit';
import { addDays, addMonths } from '../src/lending/dates';
import { Decimal } from '../src/lending/decimal';
import type { Terms } from '../src/lending/terms';
import { lendFromLine } from '../src/lines/use-line';
import { openLoan } from '../src/loans/open-loan';
import { findLoan } from '../src/loans/store';
import { postRepayment } from '../src/repayments/post-repayment';
import { addParcels, cashFlowOf, type Farm } from './household';
import { aLender, anAlliance, done, ORGANISATIONS, type Lender } from './lender';

/** Rows of one institution as the program itself wrote them, to be copied with other numbers. */
export interface Template {
  readonly loans: number;
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  /** How many numbers of each kind a copy takes. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What the line of the institution has lent and recovered. */
  readonly line: { readonly lent: number; readonly recovered: number };
}

export type Row = Readonly<Record<string, string | number | null>>;

export const TEMPLATE_LOANS = 100;
export const COPIED = [
  ...[
    'farmer',
    'parcel',
    'application',
    'application_parcel',
    'loan',
    'loan_event',
    'instalment',
    'allocation',
    'loan_standing',
  ],
  ...['journal', 'entry', 'audit'],
];

/**
 * A hundred loans of eight half-yearly instalments, disbursed in the last 27 months and paid on their due dates, except
 * that one in seven is late by one instalment and one in 31 by two. Made by the use cases that people use.
 */
export async function makeTemplate(today: string): Promise<Template> {
  const db = connect(':memory:');
  await migrate(db);
  const lender = await aLender(db, await anAlliance(db), 'modelo', TEMPLATE_LOANS * 1_000_000);
  const own = { institution_id: lender.id };
  const before = await countersOf(db, lender.id);
  const firstSeq = await lastSeq(db, lender.id);
  for (let index = 0; index < TEMPLATE_LOANS; index++) await live(db, lender, index, today);
  // As if every day up to now had been closed: nothing of before is still needed.
  await db('loan_standing').where(own).whereNotNull('until').del();
  const after = await countersOf(db, lender.id);
  const rows: Record<string, Row[]> = {};
  for (const table of COPIED) rows[table] = await db(table).where(own);
  rows['audit'] = (rows['audit'] ?? []).filter((row) => Number(row['seq']) > firstSeq);
  const journals = new Set((rows['journal'] ?? []).filter((row) => row['loan_id'] !== null).map((row) => row['id']));
  rows['journal'] = (rows['journal'] ?? []).filter((row) => journals.has(row['id'] ?? null));
  rows['entry'] = (rows['entry'] ?? []).filter((row) => journals.has(row['journal_id'] ?? null));
  const line = (await db('credit_line').where(own).first('lent', 'recovered')) as { lent: number; recovered: number };
  await db.destroy();
  const numbers = Object.fromEntries([...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)]));
  return { loans: TEMPLATE_LOANS, rows, numbers, line };
}

const SURNAMES = ['Quispe', 'Huamán', 'Rojas', 'Tello', 'Pinedo', 'Sangama', 'Vela', 'Cárdenas', 'Ruiz', 'Flores'];
const NAMES = ['Rosa', 'Julia', 'Wilder', 'Segundo', 'Elena', 'Marcos', 'Nélida', 'Abel', 'Gloria', 'Percy'];
const DISTRICTS = ['100601', '100602', '220101', '220501', '250301'];

async function live(db: Knex, lender: Lender, index: number, today: string): Promise<void> {
  const start = addDays(today, -30 - ((index * 79) % 800));
  const terms = termsFrom(start, 300_000 + ((index * 37_000) % 900_000), index);
  const loanId = await lend(db, lender, index, terms, start);
  const unpaid = index % 31 === 0 ? 2 : index % 7 === 0 ? 1 : 0;
  const dues = Array.from({ length: 8 }, (_, row) => addMonths(start, 6 * (row + 1))).filter((due) => due <= today);
  for (const due of dues.slice(0, Math.max(0, dues.length - unpaid))) {
    const loan = await findLoan(db, lender.id, loanId);
    const input = { commandId: `paid-${loanId}-${due}`, loanId, amount: loan?.nextAmount ?? 0, valueDate: due };
    done(await postRepayment(db, lender.by('celia', `${due}T15:00:00.000Z`), input));
  }
}

function termsFrom(start: string, amount: number, index: number): Terms {
  const weight = (row: number) => new Decimal(10 + ((index * 7 + row * 13) % 20));
  return {
    currency: 'PEN',
    disbursements: [{ date: start, amount }],
    rate: { kind: 'effective', percent: new Decimal('24.5') },
    interestMethod: 'declining',
    instalments: {
      plan: 'weighted',
      rows: Array.from({ length: 8 }, (_, row) => ({ due: addMonths(start, 6 * (row + 1)), weight: weight(row) })),
    },
    grace: { principal: 0, interest: 0 },
    unpaidInterest: index % 2 === 0 ? 'carry' : 'capitalise',
    rounding: { mode: 'half-even', instalmentMultiple: 1, residue: 'last' },
  };
}

async function lend(db: Knex, lender: Lender, index: number, terms: Terms, start: string): Promise<number> {
  const instant = `${start}T15:00:00.000Z`;
  const by = lender.by('celia', instant);
  const ubigeo = DISTRICTS[index % DISTRICTS.length] ?? '';
  const amount = terms.disbursements[0]?.amount ?? 0;
  return inTransaction(db, async (trx) => {
    const organisationId = organisationOf(index);
    const farmerId = await addFarmer(trx, lender, index, { ubigeo, organisationId, instant });
    const applicationId = await addApplication(trx, lender, { farmerId, index, ubigeo, instant }, terms);
    const asked = { lineId: 1, amount, currency: 'PEN', date: start, ubigeo, productId: 1 };
    const { lineAmount, exchangeRate } = done(await lendFromLine(trx, by, asked));
    const contract = {
      ...{ applicationId, farmerId, productId: 1, lineId: 1, partnerOrganisationId: organisationId, ubigeo, terms },
      ...{ lateRatePercent: '16.5', principal: amount, lineAmount, exchangeRate, disbursedOn: start },
      officerId: lender.staff['carmen'] ?? 0,
      submittedBy: lender.staff['carmen'] ?? 0,
      approvedBy: lender.staff['marta'] ?? 0,
      channel: 'cash' as const,
    };
    const { loan, recorded } = await openLoan(trx, by, contract, `open-${applicationId}`);
    const { journals, event } = recorded;
    const details = {
      amount,
      currency: 'PEN',
      valueDate: start,
      receipt: event.receiptNumber,
      lineId: 1,
      applicationId,
    };
    await recordDeed(trx, by, { action: 'loan-disbursed', entity: 'loan', entityId: loan.id, details, journals });
    return loan.id;
  });
}

/** Two in five deliver to an organisation, which withholds from what they deliver. */
function organisationOf(index: number): number | null {
  return index % 5 < 2 ? (index % ORGANISATIONS.length) + 1 : null;
}

async function addFarmer(
  trx: Knex.Transaction,
  lender: Lender,
  index: number,
  { ubigeo, organisationId, instant }: { ubigeo: string; organisationId: number | null; instant: string },
) {
  const id = await nextNumber(trx, lender.id, 'farmer');
  const [given, first, second] = [NAMES[index % 10], SURNAMES[Math.floor(index / 10) % 10], SURNAMES[(index * 3) % 10]];
  const key = `${first} ${second} ${given}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  await trx('farmer').insert({
    ...{ institution_id: lender.id, id, document_kind: 'DNI', document_number: String(10_000_000 + id) },
    ...{ given_names: given, first_surname: first, second_surname: second, name_key: key, phone: '+51962111222' },
    ...{ sex: index % 3 === 0 ? 'F' : 'M', birth_date: '1980-05-01', ubigeo, community: 'Naranjillo' },
    ...{ officer_id: lender.staff['carmen'], partner_organisation_id: organisationId, created_at: instant },
  });
  return id;
}

async function addApplication(trx: Knex.Transaction, lender: Lender, farm: Farm, terms: Terms) {
  const { farmerId, instant } = farm;
  const parcelIds = await addParcels(trx, lender, farm);
  const id = await nextNumber(trx, lender.id, 'application');
  await trx('application').insert({
    ...{ institution_id: lender.id, id, farmer_id: farmerId, officer_id: lender.staff['carmen'], product_id: 1 },
    ...{ state: 'disbursed', state_since: instant, created_at: instant, version: 1, purpose: 'Abono y poda' },
    ...{ amount: terms.disbursements[0]?.amount, disburse_on: terms.disbursements[0]?.date },
    ...{ terms: JSON.stringify(termsJson(terms)), cash_flow: await cashFlowOf(trx, lender, farm, parcelIds) },
    ...{ submitted_by: lender.staff['carmen'], decided_by: lender.staff['marta'] },
  });
  await trx('application_parcel').insert(
    parcelIds.map((parcelId) => ({ institution_id: lender.id, application_id: id, parcel_id: parcelId })),
  );
  return id;
}

async function countersOf(db: Knex, institutionId: number): Promise<Map<string, number>> {
  const rows: { name: string; value: number }[] = await db('counter').where({ institution_id: institutionId });
  return new Map(rows.map(({ name, value }) => [name, value]));
}

async function lastSeq(db: Knex, institutionId: number): Promise<number> {
  const head: { seq: number } | undefined = await db('audit_head')
    .where({ institution_id: institutionId })
    .first('seq');
  return head?.seq ?? 0;
}
