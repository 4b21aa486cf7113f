import { addMonths } from '../lending/dates';
import { Decimal } from '../lending/decimal';
import { everyMonth, type Household, type Parcel } from '../lending/household-income';
import type { Centimos } from '../lending/money';
import type { MonthShares } from '../lending/yield';
import type { Variety } from '../parameters/read-harvests';

/**
 * The cash flow of a farmer's household as it was judged: what was typed, and every price, yield and share that was
 * assumed that day, so that the page shows the same figures for ever. Amounts are whole céntimos of soles.
 */
export interface CashFlow {
  readonly asOf: string;
  readonly parcels: readonly CountedParcel[];
  readonly crops: Readonly<Record<Variety, AssumedCrop>>;
  /** The part of the technical yield that this farmer reaches, 0.65. */
  readonly haircut: string;
  readonly costPerKg: Centimos;
  readonly costPerHectareYear: Centimos;
  readonly careShares: MonthShares;
  readonly otherIncomeMonthly: Centimos;
  readonly livingCostMonthly: Centimos;
  readonly otherDebtMonthly: Centimos;
  readonly otherDebtMonths: number;
  /** The part of the surplus that an instalment may take. */
  readonly surplusSharePercent: string;
  readonly stress: { readonly priceFallPercent: number; readonly yieldFallPercent: number };
  /** Soles for a dollar, for loans in dollars; nothing where no rate was registered. */
  readonly solesPerDollar: string | null;
}

/** A parcel as it stood when the cash flow was judged. */
export interface CountedParcel {
  readonly id: number;
  readonly name: string;
  readonly areaHa: string;
  readonly plantedOn: string;
  readonly variety: Variety;
  readonly department: string;
  readonly harvestShares: MonthShares;
}

export interface AssumedCrop {
  readonly pricePerKg: Centimos;
  readonly yieldCurve: readonly number[];
}

/** The same household as the lending core wants it. */
export function householdOf(cashFlow: CashFlow): Household {
  return {
    parcels: cashFlow.parcels.map((parcel) => parcelOf(parcel, cashFlow)),
    otherIncome: everyMonth(cashFlow.otherIncomeMonthly),
    livingCost: everyMonth(cashFlow.livingCostMonthly),
    otherDebts: Array.from({ length: cashFlow.otherDebtMonths }, (_, index) => ({
      due: addMonths(cashFlow.asOf, index + 1),
      amount: cashFlow.otherDebtMonthly,
    })),
  };
}

function parcelOf(parcel: CountedParcel, cashFlow: CashFlow): Parcel {
  const crop = cashFlow.crops[parcel.variety];
  return {
    region: parcel.department,
    variety: parcel.variety,
    areaHectares: new Decimal(parcel.areaHa),
    plantedOn: parcel.plantedOn,
    yieldCurve: crop.yieldCurve,
    haircut: new Decimal(cashFlow.haircut),
    harvestShares: parcel.harvestShares,
    pricePerKg: crop.pricePerKg,
    costPerKg: cashFlow.costPerKg,
    costPerHectareYear: cashFlow.costPerHectareYear,
    costShares: cashFlow.careShares,
  };
}
