import { readFileSync } from 'node:fs';
import { Decimal } from '../../src/lending/decimal';
import { moratoryRateAllowed, rateAllowed, type RateCap } from '../../src/lending/rate-caps';
import { contract } from './contract';

const caps: RateCap[] = readFileSync(`${__dirname}/data/bcrp-max-rates.csv`, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [validFrom = '', validTo = '', currency = '', compensatory, moratory] = line.split(',');
    return {
      validFrom,
      validTo,
      currency,
      ...(compensatory && { compensatoryPercent: new Decimal(compensatory) }),
      ...(moratory && { moratoryPercent: new Decimal(moratory) }),
    };
  });

const tea = (percent: string, currency = 'PEN') => contract({ currency, rate: { kind: 'effective', percent } });

describe('the largest rate that the law allows', () => {
  it.each([
    ['below the cap', tea('60'), '2026-01-15', undefined],
    ['the cap itself', tea('113.16'), '2025-11-01', undefined],
    ['on its last day', tea('113.16'), '2026-04-30', undefined],
    ['a hundredth above', tea('113.17'), '2026-04-30', 'rate_above_cap'],
    ['the next cap is higher', tea('113.17'), '2026-05-01', undefined],
    ['a half-year whose cap is not published', tea('20'), '2026-11-30', 'no_cap_known'],
    ['a day before any cap', tea('20'), '2021-05-09', 'no_cap_known'],
    ['a currency without caps', tea('20', 'EUR'), '2026-01-15', 'no_cap_known'],
    ['dollars', tea('87.56', 'USD'), '2024-10-31', undefined],
    ['dollars, too dear', tea('87.57', 'USD'), '2024-10-31', 'rate_above_cap'],
  ])('%s', (_name, terms, on, reason) => {
    expect(rateAllowed(terms, caps, on)?.reason).toBe(reason);
  });

  it('looks through a nominal and a flat rate to the TEA that they come to', () => {
    const nominal = { kind: 'nominal', percent: '78', dayCount: '30/360' };
    const instalments = { plan: 'level', count: 12, every: { months: 1 } };
    expect(rateAllowed(contract({ rate: nominal, instalments }), caps, '2026-01-15')).toBeUndefined();
    expect(rateAllowed(contract({ rate: nominal, instalments, interestMethod: 'flat' }), caps, '2026-01-15')).toEqual({
      type: 'refused',
      reason: 'rate_above_cap',
      path: 'rate.percent',
    });
  });

  it('does not count insurance and fees as interest', () => {
    const dear = {
      rate: { kind: 'nominal', percent: '70', dayCount: '30/360' },
      fees: [{ at: 'disbursement', amount: '2000.00' }],
    };
    expect(rateAllowed(contract(dear), caps, '2026-01-15')).toBeUndefined();
  });

  it('passes on why terms have no schedule at all', () => {
    const rate = { kind: 'nominal', percent: '12', dayCount: '30/360' };
    const terms = contract({ rate, instalments: { plan: 'level', count: 0, every: { months: 1 } } });
    expect(rateAllowed(terms, caps, '2026-01-15')?.reason).toBe('no_instalment');
  });
});

describe('the largest rate of late interest', () => {
  it.each([
    ['16.97', '2026-04-30', undefined],
    ['16.98', '2026-04-30', 'rate_above_cap'],
    ['1', '2026-11-30', 'no_cap_known'],
  ])('%s %% on %s', (percent, on, reason) => {
    expect(moratoryRateAllowed(new Decimal(percent), 'PEN', caps, on)?.reason).toBe(reason);
  });
});
