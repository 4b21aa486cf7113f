import fc from 'fast-check';
import { amountText, date, dateInWords, instant, money, percent, ratio, wholeMoney } from '../../src/web/format';
import { dniField, optionalPhoneField, readDate, readMoney, searchKey } from '../../src/web/fields';

describe('An amount that somebody types', () => {
  it.each([
    ['1500', 150_000],
    ['1,500', 150_000],
    ['1500.50', 150_050],
    ['1,500.50', 150_050],
    ['S/ 1,500', 150_000],
    ['s/.1,500.5', 150_050],
    ['US$ 40,000,000', 4_000_000_000],
    ['0.05', 5],
    [' 12 ', 1_200],
  ])('%s is read', (typed, centimos) => {
    expect(readMoney(typed)).toBe(centimos);
  });

  it.each([
    ['1.500', 'ambiguous'],
    ['1.500,50', 'ambiguous'],
    ['1500,50', 'ambiguous'],
    ['', 'empty'],
    ['S/', 'empty'],
    ['mil', 'malformed'],
    ['-5', 'malformed'],
    ['1,50,0', 'malformed'],
    ['1.2.3', 'malformed'],
    ['1e5', 'malformed'],
    ['0x10', 'malformed'],
    ['NaN', 'malformed'],
    ['1500.505', 'malformed'],
    ['9'.repeat(30), 'too-large'],
  ])('%s is not guessed: %s', (typed, fault) => {
    expect(readMoney(typed)).toBe(fault);
  });

  it('is read back as it was written, whatever the amount', () => {
    fc.assert(fc.property(fc.nat(1_000_000_000), (amount) => readMoney(money(amount)) === amount));
  });
});

describe('A date that somebody types', () => {
  it.each([
    ['27/3/2026', '2026-03-27'],
    ['27-03-2026', '2026-03-27'],
    ['27 mar 2026', '2026-03-27'],
    ['27 de marzo de 2026', '2026-03-27'],
    ['5 set. 2026', '2026-09-05'],
    ['5 septiembre 2026', '2026-09-05'],
    ['2026-03-27', '2026-03-27'],
    ['29/2/2028', '2028-02-29'],
  ])('%s is %s', (typed, day) => {
    expect(readDate(typed)).toBe(day);
  });

  it.each(['31/2/2026', '29/2/2027', '27/13/2026', '27/3', 'hoy', '0/1/2026', '27/3/26', '2026-02-30'])(
    '%s is no date',
    (typed) => {
      expect(readDate(typed)).toBeUndefined();
    },
  );
});

describe('What is shown', () => {
  it.each([
    [money(123_456_750), 'S/ 1,234,567.50'],
    [money(123_450, 'USD'), 'US$ 1,234.50'],
    [money(-1_230), '-S/ 12.30'],
    [amountText(5), '0.05'],
    [wholeMoney(4_000_000_000, 'USD'), 'US$ 40,000,000'],
    [percent('8.75'), '8.75 %'],
    [ratio(3, 80), '3.75 %'],
    [ratio(0, 0), '—'],
    [date('2026-07-05'), '05/07/2026'],
    [dateInWords('2026-07-30'), 'jueves 30 de julio'],
    [dateInWords('2026-09-05'), 'sábado 5 de setiembre'],
    [instant('2026-09-05T02:00:00.000Z'), '04/09/2026 21:00'],
  ])('%s reads %s', (shown, expected) => {
    expect(shown).toBe(expected);
  });
});

describe('People', () => {
  it('keep the zeros of their DNI', () => {
    expect(dniField.parse('0123 4567')).toBe('01234567');
    expect(dniField.safeParse('1234567').success).toBe(false);
  });

  it.each([
    ['962 123 456', '+51962123456'],
    ['+51 962123456', '+51962123456'],
    ['', undefined],
  ])('with the telephone %s', (typed, stored) => {
    expect(optionalPhoneField.parse(typed)).toBe(stored);
  });

  it('are found without the accents of their names', () => {
    expect(searchKey('ÑAHUI  Pérez')).toBe('nahui perez');
  });
});
