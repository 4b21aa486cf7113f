import { inTransaction } from '../../src/db/transaction';
import { fixedClock } from '../../src/clock';
import type { Knex } from '../../src/db/connect';
import type { By } from '../../src/ledger/by';
import { PARAMETER_KINDS, namesFor } from '../../src/parameters/kinds';
import { faultOf } from '../../src/parameters/check-figures';
import { classificationTableOn, provisionTablesOn } from '../../src/parameters/read-debtors';
import { cropParametersOn, harvestParametersOn, stressOn } from '../../src/parameters/read-harvests';
import { allianceTargetsOn, applicationLifeOn, surplusShareOn } from '../../src/parameters/read-policy';
import { exchangeRateOn, itfOn, rateCapOn, uitOn } from '../../src/parameters/read-rates';
import { seedParameters } from '../../src/parameters/seed-parameters';
import { setParameter, type NewParameter } from '../../src/parameters/set-parameter';
import { historyOf, parameterOn } from '../../src/parameters/store';
import { createTestDb } from '../support/database';

const LENDER = 1;
const FACILITATOR = 2;
const clock = fixedClock('2026-11-23T15:00:00.000Z');

function by(institutionId: number): By {
  return {
    actor: { institutionId, kind: 'system', role: 'system', requestId: 'test' },
    clock,
    auditKey: 'a key of at least thirty-two characters',
  };
}

let db: Knex;
beforeAll(async () => {
  db = await createTestDb();
  const row = (id: number, kind: string) => ({ id, code: `i${id}`, name: kind, kind, created_at: clock.now() });
  await db('institution').insert([row(LENDER, 'lender'), row(FACILITATOR, 'facilitator')]);
  for (const id of [LENDER, FACILITATOR]) await inTransaction(db, (trx) => seedParameters(trx, by(id)));
});

describe('the rate cap of a currency', () => {
  it.each([
    ['the first day of a half-year', 'PEN', '2025-11-01', '113.16', '16.97'],
    ['its last day', 'PEN', '2026-04-30', '113.16', '16.97'],
    ['the next half-year', 'PEN', '2026-05-01', '114.13', '17.12'],
    ['dollars', 'USD', '2024-06-15', '87.56', '13.13'],
  ])('is known on %s', async (_when, currency, date, compensatory, moratory) => {
    const cap = await rateCapOn(db, LENDER, currency, date);
    expect([cap?.compensatoryPercent.toFixed(2), cap?.moratoryPercent.toFixed(2)]).toEqual([compensatory, moratory]);
  });

  it.each([
    ['after the last published one', 'PEN', '2026-11-01'],
    ['before the first one', 'PEN', '2021-05-09'],
    ['in a half-year nobody found', 'PEN', '2022-06-01'],
    ['in a currency without caps', 'EUR', '2026-05-01'],
  ])('is not known %s', async (_when, currency, date) => {
    expect(await rateCapOn(db, LENDER, currency, date)).toBeUndefined();
  });
});

describe('a new institution', () => {
  it('has a value today for every name it keeps, but for the caps that nobody has published', async () => {
    const known = await Promise.all(
      namesFor('lender').map(async (name) => [name, await parameterOn(db, LENDER, name, clock.today())] as const),
    );
    expect(known.filter(([, value]) => value === undefined).map(([name]) => name)).toEqual([
      'rate-cap.PEN',
      'rate-cap.USD',
    ]);
  });

  it('reads its figures with their units', async () => {
    const today = clock.today();
    expect(await uitOn(db, LENDER, today)).toBe(550_000);
    expect((await exchangeRateOn(db, LENDER, today))?.toFixed(2)).toBe('3.40');
    expect((await itfOn(db, LENDER, today))?.toString()).toBe('0.005');
    expect((await surplusShareOn(db, LENDER, today))?.toString()).toBe('70');
    expect(await applicationLifeOn(db, LENDER, today)).toBe(90);
    expect(await stressOn(db, LENDER, today)).toEqual({ priceFallPercent: 50, yieldFallPercent: 30 });
  });

  it('knows when cocoa comes in, what it bears and what it brings', async () => {
    const huanuco = await harvestParametersOn(db, LENDER, '10', '2025-10-15');
    expect(huanuco?.monthShares).toEqual([5, 6, 10, 13, 14, 12, 10, 7, 6, 6, 6, 5]);
    expect(huanuco?.windows.map(({ season, dueMonth, dueDay }) => [season, dueMonth, dueDay])).toEqual([
      ['main', 5, 31],
      ['main', 7, 31],
      ['minor', 12, 15],
    ]);
    expect(huanuco?.status).toBe('assumption');
    const crop = await cropParametersOn(db, LENDER, 'ccn51', '2025-10-15');
    expect(crop?.yieldCurve.slice(0, 7)).toEqual([0, 30, 300, 600, 850, 1000, 1200]);
    expect(crop?.haircut.toString()).toBe('0.65');
    expect(crop?.pricePerKg).toBe(1650);
    expect(crop?.costPerKg).toBe(180);
    expect(crop?.careShares.reduce((sum, share) => sum + share, 0)).toBe(100);
    expect(await harvestParametersOn(db, LENDER, '15', '2025-10-15')).toBeUndefined();
  });

  it('classes debtors and provides for them by the tables of the SBS', async () => {
    const classes = await classificationTableOn(db, LENDER, clock.today());
    expect(classes?.microempresa).toEqual([8, 30, 60, 120]);
    expect(classes?.hipotecario_vivienda).toEqual([30, 60, 120, 365]);
    const provisions = await provisionTablesOn(db, LENDER, clock.today());
    expect(provisions?.generic.microempresa.toFixed(2)).toBe('1.00');
    expect(provisions?.specific.table2.Dudoso.toFixed(2)).toBe('30.00');
    expect(provisions?.procyclicalActive).toBe(false);
    expect(provisions?.guaranteeLapsesAfterMonths).toEqual({ Dudoso: 36, Perdida: 24 });
  });

  it('of the facilitator keeps the targets of the alliance, and a lender does not', async () => {
    const targets = await allianceTargetsOn(db, FACILITATOR, clock.today());
    expect(targets).toMatchObject({ organisations: 30, farmers: 20_000, investmentUsd: 4_000_000_000 });
    expect(targets?.hectares.toString()).toBe('19855');
    expect(await allianceTargetsOn(db, LENDER, clock.today())).toBeUndefined();
    expect(await uitOn(db, FACILITATOR, clock.today())).toBeUndefined();
  });

  it('says of every value where it comes from and that nobody entered it', async () => {
    const rows = (await db('parameter').where({ institution_id: LENDER })) as { source: string; status: string }[];
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((row) => row.source === '' || row.status === 'entered')).toEqual([]);
  });
});

describe('setting a parameter', () => {
  const cap: NewParameter = {
    commandId: 'cap-1',
    name: 'rate-cap.PEN',
    validFrom: '2026-11-01',
    validTo: '2027-04-30',
    figures: { compensatory: '110.00', moratory: '16.50' },
    source: 'Nota informativa del BCRP',
    status: 'entered',
  };

  it('makes the value known from its date to its end', async () => {
    expect(await setParameter(db, by(LENDER), cap)).toMatchObject({ type: 'done' });
    expect((await rateCapOn(db, LENDER, 'PEN', '2026-11-01'))?.compensatoryPercent.toFixed(2)).toBe('110.00');
    expect((await rateCapOn(db, LENDER, 'PEN', '2026-10-31'))?.compensatoryPercent.toFixed(2)).toBe('114.13');
    expect(await rateCapOn(db, LENDER, 'PEN', '2027-05-01')).toBeUndefined();
    expect((await historyOf(db, LENDER, 'rate-cap.PEN'))[0]).toMatchObject({ status: 'entered', source: cap.source });
  });

  it('leaves a record of who set what', async () => {
    const deed = await db('audit').where({ institution_id: LENDER, action: 'parameter-set' }).first('entity_id');
    expect(deed).toEqual({ entity_id: 'rate-cap.PEN' });
  });

  it('answers the same command with the first answer', async () => {
    expect(await setParameter(db, by(LENDER), cap)).toEqual({
      type: 'done',
      name: 'rate-cap.PEN',
      validFrom: '2026-11-01',
    });
  });

  it('takes a command once: the same id with another value is refused', async () => {
    const other = { ...cap, figures: { compensatory: '1', moratory: '1' } };
    expect(await setParameter(db, by(LENDER), other)).toEqual({ type: 'refused', reason: 'command_reused' });
  });

  it('stays within the institution', async () => {
    const price = { ...cap, commandId: 'rate-2', name: 'exchange-rate.USD', figures: { perDollar: '3.55' } } as const;
    const { validTo: _open, ...open } = price;
    await setParameter(db, by(FACILITATOR), open);
    expect((await exchangeRateOn(db, FACILITATOR, '2026-11-23'))?.toFixed(2)).toBe('3.55');
    expect((await exchangeRateOn(db, LENDER, '2026-11-23'))?.toFixed(2)).toBe('3.40');
  });

  it.each([
    ['a second value from the same day', { commandId: 'cap-2' }, 'already_set_from_that_date'],
    ['an end before the start', { validFrom: '2027-05-01', validTo: '2027-04-30' }, 'ends_before_it_begins'],
    ['a missing figure', { validFrom: '2027-05-01', figures: { compensatory: '110' } }, 'figure_missing'],
    ['a comma', { validFrom: '2027-05-01', figures: { compensatory: '1,5', moratory: '1' } }, 'figure_malformed'],
    ['a rate without bounds', { figures: { compensatory: '1001', moratory: '1' } }, 'figure_out_of_range'],
    ['a figure of another kind', { figures: { ...cap.figures, perKg: '1' } }, 'figure_malformed'],
  ])('refuses %s', async (name, change, reason) => {
    const before = await historyOf(db, LENDER, 'rate-cap.PEN');
    const answer = await setParameter(db, by(LENDER), {
      ...cap,
      commandId: `refused: ${name}`,
      ...change,
    });
    expect(answer).toMatchObject({ type: 'refused', reason });
    expect(await historyOf(db, LENDER, 'rate-cap.PEN')).toEqual(before);
  });

  it('wants the months of a harvest to add up to the whole harvest', () => {
    const even = Object.fromEntries(PARAMETER_KINDS['harvest-months.10'].figures.map(({ key }) => [key, '8']));
    expect(faultOf('harvest-months.10', even)?.reason).toBe('shares_must_add_up_to_100');
    expect(faultOf('harvest-months.10', { ...even, 'month.6': '12' })).toBeUndefined();
  });
});
