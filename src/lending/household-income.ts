import { addDays, type IsoDate } from './dates';
import { Decimal, HUNDRED, ZERO } from './decimal';
import { roundCentimos, sumOf, type Centimos } from './money';
import { harvestKg, monthsIn, partOfMonth, type MonthShares, type Window, type Planting } from './yield';

/** A family that lends itself to be judged as one purse: harvest, other work, the table, and what it owes elsewhere. */
export interface Household {
  readonly parcels: readonly Parcel[];
  readonly otherIncome: MonthlyAmounts;
  readonly livingCost: MonthlyAmounts;
  readonly otherDebts: readonly DebtInstalment[];
}

export interface Parcel extends Planting {
  /** Names of the institution's own lists, e.g. `san_martin` and `ccn51`; an outlook picks parcels by them. */
  readonly region: string;
  readonly variety: string;
  /** Farm-gate price of a kg of dry beans. */
  readonly pricePerKg: Centimos;
  /** Harvest, fermenting and drying: paid when the beans come in. */
  readonly costPerKg: Centimos;
  /** Weeding, pruning, inputs: paid over the year by `costShares`. */
  readonly costPerHectareYear: Centimos;
  readonly costShares: MonthShares;
}

/** What comes in or goes out in each calendar month, January first: school starts in March, feasts are in July. */
export type MonthlyAmounts = readonly [
  Centimos, Centimos, Centimos, Centimos, Centimos, Centimos, Centimos, Centimos, Centimos, Centimos, Centimos, Centimos,
]; // prettier-ignore

export interface DebtInstalment {
  readonly due: IsoDate;
  readonly amount: Centimos;
}

/** How a harvest may turn out, for all parcels or for those of a region or a variety. 100 is as expected. */
export interface Outlook {
  readonly region?: string;
  readonly variety?: string;
  readonly pricePercent: number;
  readonly yieldPercent: number;
  readonly weeksLate: number;
}

/** What a window brings and takes, each rounded half-even to the céntimo. */
export interface WindowIncome extends Window {
  readonly harvestKg: Decimal;
  readonly harvestIncome: Centimos;
  readonly productionCost: Centimos;
  /** `harvestIncome` − `productionCost`. */
  readonly netHarvest: Centimos;
  readonly otherIncome: Centimos;
  readonly livingCost: Centimos;
  readonly otherDebts: Centimos;
  /** What is left of everything: `netHarvest` + `otherIncome` − `livingCost` − `otherDebts`. It may be negative. */
  readonly surplus: Centimos;
}

export function everyMonth(amount: Centimos): MonthlyAmounts {
  return [amount, amount, amount, amount, amount, amount, amount, amount, amount, amount, amount, amount];
}

/** The windows between instalments: from the day after the last one (or after the loan is paid out) to the next. */
export function windowsBetween(start: IsoDate, dues: readonly IsoDate[]): Window[] {
  return dues.map((to, index) => ({ from: addDays(dues[index - 1] ?? start, 1), to }));
}

/**
 * What the household earns and spends in each window. 2 ha of seven-year CCN-51 (1,200 kg/ha, haircut 0.65) in May and
 * June, which bring 28 % of the harvest and take 20 % of the year's care: 436.8 kg at S/ 16.00, less S/ 2.50 a kg, less
 * 20 % of S/ 3,000 × 2 ha: 6,988.80 − 1,092.00 − 1,200.00 = S/ 4,696.80 net.
 */
export function windowIncome(
  household: Household,
  windows: readonly Window[],
  outlooks: readonly Outlook[] = [],
): WindowIncome[] {
  const start = windows[0]?.from ?? '';
  return windows.map((window) => {
    const harvests = household.parcels.map((parcel) => {
      const outlook = outlookOn(parcel, outlooks);
      return parcelHarvest(parcel, window, outlook, asIfOnTime(window, outlook.weeksLate, start));
    });
    const harvestIncome = sumOf(harvests.map((harvest) => harvest.income));
    const productionCost = sumOf(harvests.map((harvest) => harvest.cost));
    const netHarvest = harvestIncome - productionCost;
    const otherIncome = monthlyIn(household.otherIncome, window);
    const livingCost = monthlyIn(household.livingCost, window);
    const otherDebts = sumOf(debtsIn(household.otherDebts, window));
    return {
      ...window,
      harvestKg: harvests.reduce((sum, harvest) => sum.plus(harvest.kg), ZERO),
      harvestIncome,
      productionCost,
      netHarvest,
      otherIncome,
      livingCost,
      otherDebts,
      surplus: netHarvest + otherIncome - livingCost - otherDebts,
    };
  });
}

interface ParcelHarvest {
  readonly kg: Decimal;
  readonly income: Centimos;
  readonly cost: Centimos;
}

/**
 * The period whose beans come in during a window when the harvest is late: four weeks late, June brings what the
 * days from 4 May to 2 June would have. Beans from before the first window came in on time and are not counted twice.
 */
function asIfOnTime({ from, to }: Window, weeksLate: number, start: IsoDate): Window {
  const early = addDays(from, -7 * weeksLate);
  return { from: early < start ? start : early, to: addDays(to, -7 * weeksLate) };
}

function parcelHarvest(parcel: Parcel, window: Window, outlook: Outlook, onTime: Window): ParcelHarvest {
  const kg = harvestKg(parcel, onTime).times(outlook.yieldPercent).dividedBy(HUNDRED);
  const price = new Decimal(parcel.pricePerKg).times(outlook.pricePercent).dividedBy(HUNDRED);
  const cost = kg.times(parcel.costPerKg).plus(careCost(parcel, window));
  return { kg, income: roundCentimos(kg.times(price), 'half-even'), cost: roundCentimos(cost, 'half-even') };
}

function careCost(parcel: Parcel, window: Window): Decimal {
  const years = monthsIn(window)
    .map((part) =>
      partOfMonth(part)
        .times(parcel.costShares[part.month - 1] ?? 0)
        .dividedBy(HUNDRED),
    )
    .reduce((sum, part) => sum.plus(part), ZERO);
  return years.times(parcel.areaHectares).times(parcel.costPerHectareYear);
}

/** Outlooks add up: a price fall everywhere and a late harvest in one region both hit a parcel of that region. */
function outlookOn(parcel: Parcel, outlooks: readonly Outlook[]): Outlook {
  return outlooks.filter((one) => concerns(one, parcel)).reduce(combined, AS_EXPECTED);
}

const AS_EXPECTED: Outlook = { pricePercent: 100, yieldPercent: 100, weeksLate: 0 };

function concerns(outlook: Outlook, parcel: Parcel): boolean {
  return (
    (outlook.region === undefined || outlook.region === parcel.region) &&
    (outlook.variety === undefined || outlook.variety === parcel.variety)
  );
}

function combined(one: Outlook, other: Outlook): Outlook {
  return {
    pricePercent: (one.pricePercent * other.pricePercent) / 100,
    yieldPercent: (one.yieldPercent * other.yieldPercent) / 100,
    weeksLate: one.weeksLate + other.weeksLate,
  };
}

function monthlyIn(amounts: MonthlyAmounts, window: Window): Centimos {
  const exact = monthsIn(window)
    .map((part) => partOfMonth(part).times(amounts[part.month - 1] ?? 0))
    .reduce((sum, amount) => sum.plus(amount), ZERO);
  return roundCentimos(exact, 'half-even');
}

function debtsIn(debts: readonly DebtInstalment[], { from, to }: Window): Centimos[] {
  return debts.filter((debt) => debt.due >= from && debt.due <= to).map((debt) => debt.amount);
}
