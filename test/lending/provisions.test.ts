import fc from 'fast-check';
import { CATEGORIES } from '../../src/lending/classification';
import { requiredProvision, type Exposure, type GuaranteeKind } from '../../src/lending/provisions';
import { RUNS } from './runs';
import { CREDIT_TYPES, PROVISIONS } from './sbs-tables';

const microempresa: Exposure = {
  creditType: 'microempresa',
  category: 'Normal',
  balance: 1_000_000,
  guarantees: [],
  monthsInCategory: 0,
};

const preferred = (amount: number) => ({ kind: 'preferred' as const, amount });

describe('the provision that a loan requires', () => {
  it.each([
    ['Normal', [], 10_000],
    ['CPP', [], 50_000],
    ['Deficiente', [], 250_000],
    ['Dudoso', [], 600_000],
    ['Perdida', [], 1_000_000],
    ['Dudoso', [preferred(400_000)], 480_000],
    ['Dudoso', [preferred(5_000_000)], 300_000],
    ['Perdida', [{ kind: 'preferred-very-quick', amount: 1_000_000 }], 300_000],
    ['Perdida', [{ kind: 'self-liquidating', amount: 1_000_000 }], 10_000],
    ['Perdida', [preferred(500_000), { kind: 'self-liquidating', amount: 600_000 }], 6_000 + 240_000],
  ] as const)('of S/ 10,000 in %s with %j', (category, guarantees, provision) => {
    expect(requiredProvision({ ...microempresa, category, guarantees }, PROVISIONS).total).toBe(provision);
  });

  it('is 0.70 % generic for a mortgage and 1 % on the part that cash covers', () => {
    const mortgage = { ...microempresa, creditType: 'hipotecario_vivienda' as const };
    expect(requiredProvision(mortgage, PROVISIONS).generic).toBe(7_000);
    const covered = { ...mortgage, guarantees: [{ kind: 'self-liquidating' as const, amount: 500_000 }] };
    expect(requiredProvision(covered, PROVISIONS).generic).toBe(5_000 + 3_500);
  });

  it('falls back to Table 1 after 36 months in Dudoso, but cash stays cash', () => {
    const dudoso = { ...microempresa, category: 'Dudoso' as const, guarantees: [preferred(1_000_000)] };
    expect(requiredProvision({ ...dudoso, monthsInCategory: 36 }, PROVISIONS).total).toBe(300_000);
    expect(requiredProvision({ ...dudoso, monthsInCategory: 37 }, PROVISIONS).total).toBe(600_000);
    const cash = [{ kind: 'self-liquidating' as const, amount: 1_000_000 }];
    expect(requiredProvision({ ...dudoso, guarantees: cash, monthsInCategory: 37 }, PROVISIONS).total).toBe(10_000);
  });

  it('adds the procyclical part to Normal only, and only while the rule is active', () => {
    const active = { ...PROVISIONS, procyclicalActive: true };
    expect(requiredProvision(microempresa, PROVISIONS).procyclical).toBe(0);
    expect(requiredProvision(microempresa, active)).toMatchObject({
      generic: 10_000,
      procyclical: 5_000,
      total: 15_000,
    });
    expect(requiredProvision({ ...microempresa, category: 'CPP' }, active).procyclical).toBe(0);
  });

  it('is never more than the balance, never less in a worse category, and its parts cover the balance', () => {
    const kinds: GuaranteeKind[] = ['preferred', 'preferred-very-quick', 'self-liquidating'];
    const exposure = fc.record({
      creditType: fc.constantFrom(...CREDIT_TYPES),
      category: fc.constantFrom(...CATEGORIES),
      balance: fc.integer({ min: 0, max: 100_000_000 }),
      guarantees: fc.array(fc.record({ kind: fc.constantFrom(...kinds), amount: fc.nat(50_000_000) }), {
        maxLength: 4,
      }),
      monthsInCategory: fc.constant(0),
    });
    fc.assert(
      fc.property(exposure, (loan) => {
        const provision = requiredProvision(loan, PROVISIONS);
        expect(provision.total).toBeLessThanOrEqual(loan.balance);
        expect(provision.parts.reduce((sum, part) => sum + part.balance, 0)).toBe(loan.balance);
        const worse = CATEGORIES[CATEGORIES.indexOf(loan.category) + 1];
        if (worse === undefined) return;
        const next = requiredProvision({ ...loan, category: worse }, PROVISIONS);
        expect(next.total).toBeGreaterThanOrEqual(provision.total - provision.parts.length);
      }),
      RUNS,
    );
  });
});
