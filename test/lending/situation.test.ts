import { situationOf, type LoanToSituate } from '../../src/lending/situation';
import { OVERDUE } from './sbs-tables';

const loan: LoanToSituate = {
  creditType: 'microempresa',
  daysLate: 0,
  principal: 300_000,
  overduePrincipal: 20_000,
  inCourt: false,
};

describe('the situation of a loan in the books', () => {
  it.each([
    ['microempresa', 30, 'vigente', 0],
    ['microempresa', 31, 'vencido', 300_000],
    ['pequena_empresa', 30, 'vigente', 0],
    ['pequena_empresa', 31, 'vencido', 300_000],
    ['mediana_empresa', 15, 'vigente', 0],
    ['mediana_empresa', 16, 'vencido', 300_000],
    ['consumo_no_revolvente', 30, 'vigente', 0],
    ['consumo_no_revolvente', 31, 'vencido', 20_000],
    ['consumo_no_revolvente', 90, 'vencido', 20_000],
    ['consumo_no_revolvente', 91, 'vencido', 300_000],
    ['hipotecario_vivienda', 90, 'vencido', 20_000],
    ['hipotecario_vivienda', 91, 'vencido', 300_000],
  ] as const)(
    '%s at %i days late is %s with %i céntimos overdue',
    (creditType, daysLate, situation, overduePrincipal) => {
      const situated = situationOf({ ...loan, creditType, daysLate }, OVERDUE);
      expect(situated).toMatchObject({ situation, overduePrincipal, restPrincipal: 300_000 - overduePrincipal });
      expect(situated.interest).toBe(situation === 'vigente' ? 'accrued' : 'suspended');
    },
  );

  it('in court the whole balance is judicial, however late', () => {
    expect(situationOf({ ...loan, inCourt: true }, OVERDUE)).toMatchObject({
      situation: 'judicial',
      overduePrincipal: 300_000,
    });
  });

  it('a refinanced loan stays refinanced until it is overdue, and earns interest when it is paid', () => {
    const refinanced = { ...loan, modification: 'refinanciado' as const };
    expect(situationOf(refinanced, OVERDUE)).toMatchObject({ situation: 'refinanciado', interest: 'suspended' });
    expect(situationOf({ ...refinanced, daysLate: 31 }, OVERDUE).situation).toBe('vencido');
  });
});
