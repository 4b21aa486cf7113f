import fc from 'fast-check';
import { Decimal } from '../../src/lending/decimal';
import {
  bearableKg,
  kgByParcel,
  openWithholdings,
  settle,
  worthOf,
  type BeanFigures,
  type Worth,
} from '../../src/lending/delivery';
import { sumOf } from '../../src/lending/money';
import { CCN51 } from './cocoa-farm';
import { RUNS } from './runs';

const figures: BeanFigures = {
  wetDryFactor: new Decimal('0.38'),
  standardMoisturePercent: new Decimal(7),
  lowestMoisturePercent: new Decimal(5),
  highestMoisturePercent: new Decimal(25),
};

const worth = (state: 'wet' | 'dry', kg: string, moisture: string | null, price: string, discount = '0') =>
  worthOf(
    { state, grossKg: new Decimal(kg), moisturePercent: moisture === null ? null : new Decimal(moisture) },
    { pricePerKg: new Decimal(price), discountPercent: new Decimal(discount) },
    figures,
  );

describe('what beans are worth', () => {
  it.each([
    ['dry at the standard', 'dry', '100.00', '7', '16.50', '0', '100', 165_000],
    ['dry, too moist', 'dry', '100.00', '10', '16.50', '0', '96.77', 159_670],
    ['dry, too moist, with 2 % off', 'dry', '100.00', '10', '16.50', '2', '96.77', 156_477],
    ['dry, drier than the standard', 'dry', '100.00', '6', '16.50', '0', '101.08', 166_782],
    ['barely dry', 'dry', '250.50', '25', '12.00', '0', '202.02', 242_424],
    ['wet', 'wet', '100.00', null, '16.50', '0', '38', 62_700],
    ['wet, a bucket', 'wet', '18.45', null, '17.00', '0', '7.01', 11_917],
    ['half a hundredth, to the even one', 'wet', '0.25', null, '100.00', '0', '0.1', 1_000],
    ['half a céntimo, to the even one', 'dry', '0.50', '7', '0.09', '0', '0.5', 4],
  ] as const)('%s', (_name, state, kg, moisture, price, discount, dryKg, value) => {
    const { dryKg: dry, value: soles } = worth(state, kg, moisture, price, discount) as Worth;
    expect([dry.toFixed(), soles]).toEqual([new Decimal(dryKg).toFixed(), value]);
  });

  it.each([
    ['no beans', worth('dry', '0', '7', '16'), 'kg_must_be_positive'],
    ['less than none', worth('wet', '-3', null, '16'), 'kg_must_be_positive'],
    ['dry beans that nobody measured', worth('dry', '10', null, '16'), 'moisture_missing'],
    ['beans like straw', worth('dry', '10', '4.99', '16'), 'moisture_out_of_range'],
    ['wet beans sold for dry', worth('dry', '10', '25.01', '16'), 'moisture_out_of_range'],
    ['no price', worth('dry', '10', '7', '0'), 'price_must_be_positive'],
    ['a discount of everything', worth('dry', '10', '7', '16', '100'), 'discount_out_of_range'],
    ['a discount below zero', worth('dry', '10', '7', '16', '-1'), 'discount_out_of_range'],
    ['a bean or two', worth('dry', '0.01', '7', '0.10'), 'value_rounds_to_nothing'],
  ])('says no to %s', (_name, outcome, fault) => {
    expect(outcome).toBe(fault);
  });
});

describe('a delivery is settled', () => {
  const loan = (loanId: number, payable: number, oldestUnpaidDue: string | null = '2026-12-15') => ({
    loanId,
    payable,
    oldestUnpaidDue,
  });

  it.each([
    ['within one debt', 100_000, '40', [loan(1, 600_000)], [[1, 40_000]], 60_000],
    ['never beyond the debt', 100_000, '40', [loan(1, 15_000)], [[1, 15_000]], 85_000],
    [
      'oldest due first',
      100_000,
      '40',
      [loan(1, 60_000), loan(2, 15_000, '2026-05-31')],
      [
        [2, 15_000],
        [1, 25_000],
      ],
      60_000,
    ],
    ['without a loan', 100_000, '40', [], [], 100_000],
    ['with a loan that asks for nothing', 100_000, '40', [loan(1, 0)], [], 100_000],
    ['all of it', 99_999, '100', [loan(1, 600_000)], [[1, 99_999]], 0],
    ['a fraction of a céntimo stays with the farmer', 101, '33.33', [loan(1, 600_000)], [[1, 33]], 68],
    [
      'the lower number first on the same day',
      100_000,
      '10',
      [loan(9, 50_000), loan(3, 4_000)],
      [
        [3, 4_000],
        [9, 6_000],
      ],
      90_000,
    ],
    [
      'nothing due comes last',
      100_000,
      '10',
      [loan(1, 50_000, null), loan(3, 4_000)],
      [
        [3, 4_000],
        [1, 6_000],
      ],
      90_000,
    ],
  ])('%s', (_name, value, share, loans, repayments, paidOut) => {
    const settled = settle(value, new Decimal(share), loans);
    expect(settled.repayments.map(({ loanId, amount }) => [loanId, amount])).toEqual(repayments);
    expect(settled.paidOut).toBe(paidOut);
  });

  it('to the céntimo: what is withheld and what is paid out are the value, and no loan gets more than it needs', () => {
    const loans = fc.uniqueArray(
      fc.record({
        loanId: fc.integer({ min: 1, max: 999 }),
        payable: fc.integer({ min: 0, max: 2_000_000 }),
        oldestUnpaidDue: fc.constantFrom('2026-05-31', '2026-07-31', '2026-12-15', null),
      }),
      { selector: ({ loanId }) => loanId, maxLength: 5 },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        loans,
        (value, basisPoints, owed) => {
          const share = new Decimal(basisPoints).dividedBy(100);
          const { repayments, withheld, paidOut } = settle(value, share, owed);
          expect(withheld + paidOut).toBe(value);
          expect(withheld).toBe(sumOf(repayments.map(({ amount }) => amount)));
          expect(share.times(value).dividedBy(100).greaterThanOrEqualTo(withheld)).toBe(true);
          for (const { loanId, amount } of repayments) {
            expect(amount).toBeLessThanOrEqual(owed.find((one) => one.loanId === loanId)?.payable ?? 0);
          }
          // Nothing is left in a debt while the share had more to give.
          const needed = sumOf(owed.map(({ payable }) => payable));
          expect(withheld).toBe(Math.min(needed, share.times(value).dividedBy(100).floor().toNumber()));
        },
      ),
      RUNS,
    );
  });
});

describe('the kilos of a delivery', () => {
  it.each([
    ['one parcel', '96.77', ['1'], ['96.77']],
    ['three alike', '100.00', ['1', '1', '1'], ['33.34', '33.33', '33.33']],
    ['by percent', '38.00', ['62.5', '37.5'], ['23.75', '14.25']],
  ])('are those of its parcels: %s', (_name, kg, shares, parts) => {
    const divided = kgByParcel(
      new Decimal(kg),
      shares.map((share) => new Decimal(share)),
    );
    expect(divided.map((part) => part.toFixed(2))).toEqual(parts);
  });

  it('are believed up to what its parcels bear: 2 ha × 1,200 kg × 170 % = 4,080 kg', () => {
    const parcel = { areaHectares: new Decimal(2), plantedOn: '2020-10-01', yieldCurve: CCN51 };
    expect(bearableKg([parcel], '2027-05-01', new Decimal(170)).toFixed()).toBe('4080');
    expect(bearableKg([parcel, parcel], '2027-05-01', new Decimal(100)).toFixed()).toBe('4800');
    expect(bearableKg([parcel], '2021-05-01', new Decimal(170)).toFixed()).toBe('0');
    expect(bearableKg([], '2027-05-01', new Decimal(170)).toFixed()).toBe('0');
  });
});

describe('what an organisation remits', () => {
  it.each([
    ['nothing yet', [100, 50, 80], 0, [100, 50, 80]],
    ['the oldest first', [100, 50, 80], 120, [0, 30, 80]],
    ['all of it', [100, 50, 80], 230, [0, 0, 0]],
    ['more, after a delivery was taken back', [100], 120, [0]],
    ['for nothing', [], 20, []],
  ])('pays its withholdings: %s', (_name, withheld, remitted, open) => {
    expect(openWithholdings(withheld, remitted)).toEqual(open);
  });

  it('leaves open what was withheld less what was remitted', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000)), fc.nat(50_000_000), (withheld, remitted) => {
        const open = openWithholdings(withheld, remitted);
        expect(sumOf(open)).toBe(Math.max(0, sumOf(withheld) - remitted));
      }),
      RUNS,
    );
  });
});
