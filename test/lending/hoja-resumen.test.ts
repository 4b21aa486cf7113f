import { Decimal } from '../../src/lending/decimal';
import { hojaResumen } from '../../src/lending/hoja-resumen';
import { itf } from '../../src/lending/itf';
import { contract, scheduled } from './contract';

describe('the hoja resumen', () => {
  it('adds up what the client receives and pays', () => {
    const changes = {
      rate: { kind: 'nominal', percent: '12', dayCount: '30/360' },
      instalments: { plan: 'interest-only', count: 2, every: { months: 1 } },
      insurance: { percentOfBalancePer30Days: '0.10' },
      fees: [
        { at: 'disbursement', amount: '50.00' },
        { at: 'each-instalment', amount: '4.60' },
      ],
    };
    const sheet = hojaResumen(contract(changes), scheduled(changes));
    expect(sheet).toMatchObject({
      currency: 'PEN',
      amount: 800_000,
      received: 795_000,
      totalInterest: 16_000,
      totalInsurance: 1600,
      totalFees: 5920,
      totalToPay: 818_520,
      instalmentCount: 2,
      firstDue: '2026-12-30',
      lastDue: '2027-01-30',
      unpaidInterest: 'capitalise',
    });
    expect(sheet.tceaPercent).toEqual(scheduled(changes).tceaPercent);
  });
});

describe('the tax on financial transactions', () => {
  it.each([
    [890_065, 40],
    [100_000, 5],
    [99_999, 0],
    [0, 0],
    [1_000_000_00, 5000],
  ])('on %i céntimos is %i, rounded down to five', (amount, tax) => {
    expect(itf(amount, new Decimal('0.005'))).toBe(tax);
  });
});
