import { inTransaction } from '../../src/db/transaction';
import { nextNumber } from '../../src/db/counter';
import type { Knex } from '../../src/db/connect';
import type { Institution, World } from './world';

/**
 * Loans as rows, for tests of what is read from them: reports must be right for any rows the tables can hold, and a
 * boundary of a day is easier to set than to live through. What a payment settles is worked out here, without the core:
 * the oldest instalment first, its interest before its principal.
 */
export interface BookLoan {
  readonly disbursedOn: string;
  readonly instalments: readonly { readonly due: string; readonly principal: number; readonly interest?: number }[];
  readonly payments?: readonly { readonly on: string; readonly amount: number }[];
  readonly officer?: string;
  readonly farmerId?: number;
  readonly ubigeo?: string;
  readonly productId?: number;
  readonly lineId?: number;
  readonly organisationId?: number;
  readonly currency?: string;
  readonly writtenOffOn?: string;
}

export interface BookApplication {
  readonly surname: string;
  readonly state: string;
  readonly since: string;
  readonly officer?: string;
  readonly submittedBy?: string;
  readonly amount?: number;
  /** Written at the last change of state. */
  readonly reason?: string;
}

export interface LoanBook {
  addApplication(application: BookApplication): Promise<number>;
  /** Enters a loan and gives its number. */
  addLoan(loan: BookLoan): Promise<number>;
  addFarmer(surname: string, ubigeo?: string): Promise<number>;
  addProduct(name: string): Promise<number>;
  addLine(name: string): Promise<number>;
}

const TINGO_MARIA = '100601';

/** A book of an institution with a product and a line of its own. */
export async function loanBook({ db }: World, institution: Institution): Promise<LoanBook> {
  const own = { institution_id: institution.id };
  const numbered = async (table: string, row: Record<string, unknown>): Promise<number> =>
    inTransaction(db, async (trx) => {
      const id = await nextNumber(trx, institution.id, table);
      await trx(table).insert({ ...own, id, ...row });
      return id;
    });

  const book: LoanBook = {
    addFarmer: (surname, ubigeo = TINGO_MARIA) => {
      const officer = institution.staff['carmen'];
      return numbered('farmer', { ...farmerRow(surname, ubigeo), officer_id: officer });
    },
    addApplication: async ({ surname, state, since, officer = 'carmen', submittedBy, amount, reason }) => {
      const officerId = institution.staff[officer];
      const id = await numbered('application', {
        farmer_id: await book.addFarmer(surname),
        officer_id: officerId,
        state,
        state_since: since,
        amount: amount ?? null,
        submitted_by: submittedBy === undefined ? null : institution.staff[submittedBy],
        version: 1,
        created_at: since,
      });
      await numbered('application_step', {
        application_id: id,
        from_state: '',
        to_state: state,
        staff_id: officerId,
        reason: reason ?? '',
        recorded_at: since,
      });
      return id;
    },
    addProduct: (name) => numbered('product', productRow(name)),
    addLine: async (name) => numbered('credit_line', { ...lineRow(name), investor_id: await anInvestor(db) }),
    addLoan: async (loan) => {
      const farmerId = loan.farmerId ?? (await book.addFarmer('Quispe', loan.ubigeo));
      const { carmen, marta, celia } = institution.staff;
      const officerId = institution.staff[loan.officer ?? 'carmen'];
      const principal = loan.instalments.reduce((sum, one) => sum + one.principal, 0);
      const applicationId = await numbered('application', {
        farmer_id: farmerId,
        officer_id: officerId,
        state: 'disbursed',
        state_since: CREATED_AT,
        version: 1,
        created_at: CREATED_AT,
      });
      const { instalments, allocations, balances } = settled(loan);
      const loanId = await numbered('loan', {
        application_id: applicationId,
        farmer_id: farmerId,
        product_id: loan.productId ?? productId,
        officer_id: officerId,
        line_id: loan.lineId ?? lineId,
        partner_organisation_id: loan.organisationId ?? null,
        ubigeo: loan.ubigeo ?? TINGO_MARIA,
        currency: loan.currency ?? 'PEN',
        principal,
        line_amount: principal,
        exchange_rate: '1',
        terms: '{}',
        allocation: '{}',
        late_rate_percent: '0',
        submitted_by: carmen,
        approved_by: marta,
        disbursed_by: celia,
        disbursed_on: loan.disbursedOn,
        created_at: CREATED_AT,
        ...balances,
      });
      await inTransaction(db, async (trx) => {
        const event = async (type: string, on: string, amount: number): Promise<number> => {
          const id = await nextNumber(trx, institution.id, 'loan_event');
          await trx('loan_event').insert({
            ...own,
            id,
            loan_id: loanId,
            type,
            value_date: on,
            booking_date: on,
            recorded_at: CREATED_AT,
            amount,
            details: '{}',
            staff_id: celia,
            command_id: `book-${loanId}-${id}`,
          });
          return id;
        };
        await event('disbursement', loan.disbursedOn, principal);
        const eventIds: number[] = [];
        for (const payment of loan.payments ?? []) eventIds.push(await event('repayment', payment.on, payment.amount));
        if (loan.writtenOffOn !== undefined)
          await event('write-off', loan.writtenOffOn, balances.principal_outstanding);
        for (const row of instalments) await trx('instalment').insert({ ...own, loan_id: loanId, ...row });
        for (const { payment, ...row } of allocations) {
          await trx('allocation').insert({ ...own, loan_id: loanId, event_id: eventIds[payment], ...row });
        }
      });
      return loanId;
    },
  };
  const productId = await book.addProduct('Cacao cosecha');
  const lineId = await book.addLine('Línea verde');
  return book;
}

const CREATED_AT = '2026-01-01T12:00:00.000Z';

function settled(loan: BookLoan) {
  const left = loan.instalments.map(({ principal, interest = 0 }) => ({
    principal: Math.max(0, principal),
    interest: interest + Math.min(0, principal),
    paidOn: null as string | null,
  }));
  const allocations: {
    payment: number;
    instalment: number;
    value_date: string;
    principal: number;
    interest: number;
  }[] = [];
  for (const [payment, { on, amount }] of (loan.payments ?? []).entries()) {
    let rest = amount;
    for (const [index, owed] of left.entries()) {
      const interest = Math.min(rest, owed.interest);
      const principal = Math.min(rest - interest, owed.principal);
      rest -= interest + principal;
      owed.interest -= interest;
      owed.principal -= principal;
      if (interest + principal > 0 && owed.interest + owed.principal === 0) owed.paidOn = on;
      if (interest + principal > 0)
        allocations.push({ payment, instalment: index + 1, value_date: on, principal, interest });
    }
    if (rest > 0) throw new Error('the book takes no payment beyond the debt');
  }
  let balance = loan.instalments.reduce((sum, one) => sum + one.principal, 0);
  const instalments = loan.instalments.map(({ due, principal, interest = 0 }, index) => {
    const owed = left[index] ?? { principal: 0, interest: 0, paidOn: null };
    balance -= principal;
    return {
      number: index + 1,
      due,
      principal,
      interest,
      insurance: 0,
      fees: 0,
      penalties: 0,
      total: principal + interest,
      paid: principal + interest - owed.principal - owed.interest,
      paid_on: owed.paidOn,
      balance,
    };
  });
  const disbursed = loan.instalments.reduce((sum, one) => sum + one.principal, 0);
  const repaid = allocations.reduce((sum, one) => sum + one.principal, 0);
  const next = instalments.find((row) => row.paid < row.total);
  return {
    instalments,
    allocations: allocations.map((row) => ({ ...row, insurance: 0, fees: 0, penalties: 0 })),
    balances: {
      status: loan.writtenOffOn === undefined ? (next ? 'active' : 'closed') : 'written-off',
      /** As of the last event: interest that has joined the principal since is not in it. */
      principal_outstanding: disbursed - repaid,
      oldest_unpaid_due: next?.due ?? null,
      next_due: next?.due ?? null,
      next_amount: next ? next.total - next.paid : null,
    },
  };
}

let people = 0;

function farmerRow(surname: string, ubigeo: string) {
  return {
    document_kind: 'DNI',
    document_number: String(40_000_000 + ++people),
    given_names: 'Rosa',
    first_surname: surname,
    second_surname: '',
    name_key: surname.toLowerCase(),
    phone: '+51962111222',
    sex: 'F',
    birth_date: '1980-05-01',
    ubigeo,
    created_at: CREATED_AT,
  };
}

function productRow(name: string) {
  return {
    name,
    credit_type: 'microempresa',
    currency: 'PEN',
    plan: 'harvest',
    amount_min: 100_00,
    amount_max: 100_000_00,
    instalments_max: 12,
    rate_percent: '24',
    late_rate_percent: '0',
    unpaid_interest: 'carry',
    insurance_percent: '0',
    disbursement_fee: 0,
    instalment_fee: 0,
    window_share_percent: '50',
    active: true,
    created_at: CREATED_AT,
  };
}

function lineRow(name: string) {
  return {
    name,
    currency: 'PEN',
    commitment: 1_000_000_00,
    rate_percent: '8',
    revolving: true,
    available_from: '2024-01-01',
    available_until: '2030-12-31',
    matures_on: '2032-12-31',
    drawn: 0,
    repaid: 0,
    lent: 0,
    recovered: 0,
    created_at: CREATED_AT,
  };
}

async function anInvestor(db: Knex): Promise<number> {
  await db('investor').insert({ id: 901, name: 'Fondo del libro', country: 'NL' }).onConflict('id').ignore();
  return 901;
}
