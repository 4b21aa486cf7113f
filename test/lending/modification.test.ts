import { graver, modificationOf, type Cause, type Modification } from '../../src/lending/modification';

const decree: Cause = { reason: 'emergency', emergencyDecree: 'D.S. 035-2027-PCM', wasCurrentAtDeclaration: true };

describe('what the SBS calls a change of terms', () => {
  it.each<[string, Cause, number, string, Modification['type']]>([
    ['an emergency, six months more', decree, 40, '2028-01-31', 'reprogramado'],
    ['an emergency, six months and a day', decree, 0, '2028-02-01', 'refinanciado'],
    [
      'late already at the declaration',
      { ...decree, wasCurrentAtDeclaration: false },
      40,
      '2028-01-31',
      'refinanciado',
    ],
    [
      'an emergency that nobody declared',
      { reason: 'emergency', wasCurrentAtDeclaration: true },
      0,
      '2028-01-31',
      'refinanciado',
    ],
    ['a difficulty to pay', { reason: 'difficulty' }, 0, '2027-07-31', 'refinanciado'],
    ['a wish of a punctual debtor', { reason: 'request' }, 0, '2028-07-31', 'reprogramado'],
    ['a wish of one who is late', { reason: 'request' }, 1, '2027-08-31', 'refinanciado'],
    ['an insolvency process', { reason: 'insolvency' }, 0, '2027-08-31', 'reestructurado'],
  ])('%s', (_name, cause, daysLate, lastDueAfter, type) => {
    const change = { date: '2027-03-10', cause, daysLate, lastDueBefore: '2027-07-31', lastDueAfter };
    expect(modificationOf(change).type).toBe(type);
  });

  it('says by how many days the term grew', () => {
    const change = {
      date: '2027-03-10',
      cause: decree,
      daysLate: 0,
      lastDueBefore: '2027-07-31',
      lastDueAfter: '2027-10-31',
    };
    expect(modificationOf(change).extensionDays).toBe(92);
  });

  it('keeps the gravest of several, and of equals the latest', () => {
    const of = (type: Modification['type'], date: string): Modification => ({ type, date, extensionDays: 0 });
    expect(graver(of('refinanciado', '2027-01-01'), of('reprogramado', '2027-02-01')).type).toBe('refinanciado');
    expect(graver(of('reprogramado', '2027-01-01'), of('refinanciado', '2027-02-01')).type).toBe('refinanciado');
    expect(graver(of('refinanciado', '2027-01-01'), of('refinanciado', '2027-02-01')).date).toBe('2027-02-01');
    expect(graver(undefined, of('reprogramado', '2027-01-01')).type).toBe('reprogramado');
  });
});
