import { Decimal, HUNDRED, ONE } from './decimal';

/**
 * Interest of one céntimo over some days at a TEA, compounded on 360 days: (1 + TEA)^(days/360) − 1. Contracts of the
 * cajas and Circular 0008-2021-BCRP compound this way. TEA 25 % over 180 days is 0.1180.
 */
export function effectiveFactor(teaPercent: Decimal, days: number): Decimal {
  return growth(teaPercent, new Decimal(days).dividedBy(360)).minus(ONE);
}

/** TED, the effective rate of one day, in percent: TEA 18 % is 0.04598…. */
export function dailyPercent(teaPercent: Decimal): Decimal {
  return effectiveFactor(teaPercent, 1).times(HUNDRED);
}

/** TEM, the effective rate of a month of 30 days, in percent: TEA 18 % is 1.38884…. */
export function monthlyPercent(teaPercent: Decimal): Decimal {
  return effectiveFactor(teaPercent, 30).times(HUNDRED);
}

/** The TEA that `monthlyPercent` came from: TEM 3.2 % is 45.93396…. */
export function teaOfMonthlyPercent(monthly: Decimal): Decimal {
  return growth(monthly, new Decimal(12)).minus(ONE).times(HUNDRED);
}

export function teaOfDailyPercent(daily: Decimal): Decimal {
  return growth(daily, new Decimal(360)).minus(ONE).times(HUNDRED);
}

/** TNA, the yearly rate without compounding that grows to the TEA in `periods` equal parts of a year, in percent. */
export function nominalPercent(teaPercent: Decimal, periods: number): Decimal {
  return growth(teaPercent, ONE.dividedBy(periods)).minus(ONE).times(periods).times(HUNDRED);
}

export function teaOfNominalPercent(nominal: Decimal, periods: number): Decimal {
  return growth(new Decimal(nominal).dividedBy(periods), new Decimal(periods)).minus(ONE).times(HUNDRED);
}

/**
 * The nominal rate, in percent and for `actual/365`, that the Banco de Crédito del Perú makes of a TEA:
 * TNA = ((1 + TEA)^(1/12) − 1) · 12 · 365/360. Not every bank compounds on 360 days; terms with this nominal rate give
 * its periods of TNA/365 a day. TEA 20 % is 18.62652….
 */
export function bcpNominalPercent(teaPercent: Decimal): Decimal {
  return nominalPercent(teaPercent, 12).times(365).dividedBy(360);
}

/** (1 + percent)^exponent */
function growth(percent: Decimal, exponent: Decimal): Decimal {
  return ONE.plus(new Decimal(percent).dividedBy(HUNDRED)).pow(exponent);
}
