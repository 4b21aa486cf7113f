import { monthReport } from '../../src/reports/month';
import { postRepayment } from '../../src/repayments/post-repayment';
import { aLoan, aSetting, command, harvestTerms, on, type Setting } from '../loans/a-loan';
import { closeThrough } from '../day-close/nights';
import { signIn, textOf } from '../support/browser';
import { createWorld } from '../support/world';

/** One loan of S/ 8,000.00, closed through January 2026, with a payment that comes late. */
let setting: Setting;
let loanId: number;

const report = (date: string, basis: 'known' | 'value' = 'known') =>
  monthReport(setting.world.db, setting.at.id, date, basis);

beforeAll(async () => {
  setting = await aSetting(await createWorld('2026-12-31'));
  loanId = await aLoan(setting, harvestTerms(), '16.5');
  await closeThrough(setting, '2026-01-31');
});

describe('the reports of a month', () => {
  it('say what the portfolio is worth and what the month has earned', async () => {
    const [soles] = (await report('2026-01-31')).currencies;
    // 62 of 182 days at 937.24: 319.28 receivable; 31 days in January: 159.64, to the céntimo of each month's end.
    expect(soles?.portfolio).toEqual({
      lines: [
        { code: '1401', name: 'Créditos vigentes', amount: 800_000 },
        { code: '1408', name: 'Rendimientos devengados de créditos', amount: 31_928 },
        { code: '1409', name: 'Provisiones para créditos', amount: -8_000 },
      ],
      total: 823_928,
    });
    expect(soles?.incomeOfMonth.lines).toEqual([
      { code: '5104', name: 'Intereses por créditos', amount: 31_928 - 15_964 },
    ]);
    expect(soles?.provisions).toEqual([
      {
        ...{ currency: 'PEN', creditType: 'microempresa', category: 'Normal' },
        ...{ loans: 1, debtors: 1, principal: 800_000, provision: 8_000 },
      },
    ]);
  });

  it('balance: debits are credits', async () => {
    for (const { trialBalance } of (await report('2026-01-31')).currencies) {
      expect(trialBalance.debit).toBe(trialBalance.credit);
      expect(trialBalance.debit).toBeGreaterThan(0);
    }
  });

  it('of a closed day stay the same whatever comes late, and by value date know of it', async () => {
    const before = await report('2026-01-31');
    const late = { commandId: command(), loanId, amount: 20_000, valueDate: '2026-01-15', intent: 'advance' as const };
    expect((await postRepayment(setting.world.db, on(setting.at, 'celia', '2026-02-03'), late)).type).toBe('done');
    expect(await report('2026-01-31')).toEqual(before);
    const [byValue] = (await report('2026-01-31', 'value')).currencies;
    const [asKnown] = before.currencies;
    expect((byValue?.incomeOfMonth.total ?? 0) - (asKnown?.incomeOfMonth.total ?? 0)).toBe(20_000);
  });

  it('are a page and files', async () => {
    const ana = await signIn(setting.world.app, 'ana@selva');
    const page = textOf((await ana.get('/informes?al=2026-01-31')).text);
    expect(page).toContain('Día cerrado, huella');
    expect(page).toContain('Microempresa Normal 1 1 8,000.00 80.00 1.00 %');
    expect(textOf((await ana.get('/informes?al=2026-02-15')).text)).toContain('Ese día no está cerrado');
    expect(textOf((await ana.get('/informes?al=ayer')).text)).toContain('Escribe la fecha con día, mes y año');
    const file = await ana.get('/informes/descargar?al=2026-01-31&tabla=provisiones&formato=csv');
    expect(file.text).toContain('PEN,Microempresa,Normal,1,1,8000.00,80.00');
  });
});
