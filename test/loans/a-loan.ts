import { fixedClock } from '../../src/clock';
import { termsJson } from '../../src/contract/terms-json';
import type { Knex } from '../../src/db/connect';
import { nextNumber } from '../../src/db/counter';
import { inTransaction } from '../../src/db/transaction';
import { recordDeed } from '../../src/ledger/audit';
import type { By } from '../../src/ledger/by';
import { Decimal } from '../../src/lending/decimal';
import type { Terms } from '../../src/lending/terms';
import { lendFromLine } from '../../src/lines/use-line';
import { openLoan } from '../../src/loans/open-loan';
import { addRosa } from '../farmer-access/farmer';
import { anInvestor, anOpenLine, draw } from '../lines/open';
import { harvestProduct, offered } from '../products/offer';
import type { Institution, World } from '../support/world';

/** What a lender needs before it can lend: a farmer, a product and a line in soles with money in it. */
export interface Setting {
  readonly world: World;
  readonly at: Institution;
  readonly farmerId: number;
  readonly productId: number;
  readonly lineId: number;
}

let settings = 0;

export async function aSetting(world: World, at: Institution = world.selva, drawn = 100_000_000): Promise<Setting> {
  const number = ++settings;
  const farmerId = await addRosa(world.db, at, String(45_000_000 + number));
  const productId = await offered(world, at, harvestProduct({ name: `Cacao campaña ${number}` }));
  const investorId = await anInvestor(world, `Inversionista ${number}`);
  const lineId = await anOpenLine(world, investorId, {
    institutionId: at.id,
    name: `Línea ${number}`,
    currency: 'PEN',
    commitment: drawn,
    availableFrom: '2025-01-01',
    availableUntil: '2028-12-31',
    maturesOn: '2030-12-31',
    regions: ['10', '22', '25'],
  });
  await draw(world, at, lineId, drawn, '2026-01-02');
  return { world, at, farmerId, productId, lineId };
}

/** S/ 8,000.00 on 30 November 2025 at TEA 24.5 %, paid from three harvests. */
export function harvestTerms(change: Partial<Terms> = {}): Terms {
  return {
    currency: 'PEN',
    disbursements: [{ date: '2025-11-30', amount: 800_000 }],
    rate: { kind: 'effective', percent: new Decimal('24.5') },
    interestMethod: 'declining',
    instalments: {
      plan: 'weighted',
      rows: [
        { due: '2026-05-31', weight: new Decimal(28) },
        { due: '2026-07-31', weight: new Decimal(25) },
        { due: '2026-12-15', weight: new Decimal(13) },
      ],
    },
    grace: { principal: 0, interest: 0 },
    unpaidInterest: 'capitalise',
    rounding: { mode: 'half-even', instalmentMultiple: 1, residue: 'last' },
    ...change,
  };
}

/** An application in a state, written as it would be after its own use cases. */
export async function anApplication(
  setting: Setting,
  terms: Terms,
  state = 'approved',
  stateSince = '2025-11-20T15:00:00.000Z',
): Promise<number> {
  const { world, at, farmerId, productId } = setting;
  return inTransaction(world.db, async (trx) => {
    const id = await nextNumber(trx, at.id, 'application');
    await trx('application').insert({
      institution_id: at.id,
      id,
      farmer_id: farmerId,
      officer_id: at.staff['carmen'],
      product_id: productId,
      state,
      state_since: stateSince,
      amount: terms.disbursements[0]?.amount,
      purpose: 'Abono y poda',
      disburse_on: terms.disbursements[0]?.date,
      terms: JSON.stringify(termsJson(terms)),
      cash_flow: null,
      submitted_by: at.staff['carmen'],
      decided_by: at.staff['marta'],
      version: 1,
      created_at: stateSince,
    });
    return id;
  });
}

/** A loan that was disbursed on the first date of its terms; answers its number. */
export async function aLoan(
  setting: Setting,
  terms: Terms = harvestTerms(),
  lateRatePercent = '16.5',
): Promise<number> {
  const { world, at, farmerId, productId, lineId } = setting;
  const applicationId = await anApplication(setting, terms, 'disbursed');
  const { date, amount } = terms.disbursements[0] ?? { date: '', amount: 0 };
  const by = on(at, 'celia', date);
  const commandId = `open-${applicationId}-${at.id}`;
  return inTransaction(world.db, async (trx) => {
    const lent = await lendFromLine(trx, by, {
      ...{ lineId, amount, currency: terms.currency, date, ubigeo: '100601', productId },
    });
    if (lent.type === 'refused') throw new Error(lent.reason);
    const { loan, recorded } = await openLoan(
      trx,
      by,
      {
        applicationId,
        farmerId,
        productId,
        officerId: at.staff['carmen'] ?? 0,
        lineId,
        partnerOrganisationId: null,
        ubigeo: '100601',
        terms,
        lateRatePercent,
        principal: amount,
        lineAmount: lent.lineAmount,
        exchangeRate: lent.exchangeRate,
        submittedBy: at.staff['carmen'] ?? 0,
        approvedBy: at.staff['marta'] ?? 0,
        disbursedOn: date,
        channel: 'cash',
      },
      commandId,
    );
    const { journals } = recorded;
    await recordDeed(trx, by, { action: 'loan-disbursed', entity: 'loan', entityId: loan.id, journals });
    return loan.id;
  });
}

/** Somebody of the institution at noon of a day. */
export function on(at: Institution, username: string, day: string): By {
  return { ...at.by(username), clock: fixedClock(`${day}T17:00:00.000Z`) };
}

/** Debits less credits per account of a loan, by the name that stands in the chart. */
export async function ledgerOf(db: Knex, institutionId: number, loanId: number): Promise<Record<string, number>> {
  const rows = (await db('entry as e')
    .join('journal as j', (join) => join.on('j.institution_id', 'e.institution_id').on('j.id', 'e.journal_id'))
    .join('ledger_account as a', (join) =>
      join.on('a.institution_id', 'e.institution_id').on('a.code', 'e.account_code'),
    )
    .where({ 'j.institution_id': institutionId, 'j.loan_id': loanId })
    .groupBy('a.name')
    .select('a.name', db.raw(`sum(case e.side when 'debit' then e.amount else -e.amount end) as balance`))) as {
    name: string;
    balance: number | string;
  }[];
  return Object.fromEntries(
    rows.map(({ name, balance }) => [name, Number(balance)]).filter(([, value]) => value !== 0),
  );
}

let commands = 0;

export function command(): string {
  return `loan-test-${++commands}`;
}
