import type { HouseholdFigures } from '../applications/assume-cash-flow';
import type { Knex } from '../db/connect';
import type { ParcelDetails } from '../farmers/add-parcel';
import { addDays, addMonths, monthOf, yearOf, type IsoDate } from '../lending/dates';
import type { Season } from '../lending/harvest-calendar';
import type { Centimos } from '../lending/money';
import { cropParametersOn, harvestCalendarOn } from '../parameters/read-harvests';
import type { RequestedInstalments } from '../products/terms-of';
import type { FarmerScript } from './farmers';
import type { Offered } from './offer';
import type { Random } from './random';

/** What a farmer asks a lender for. */
export interface Ask {
  readonly kind: Offered;
  readonly amount: Centimos;
  readonly purpose: string;
  readonly disburseOn: IsoDate;
  /** How long it takes to pay: seasons, months, or instalments and the months between them. */
  readonly seasons: number;
  readonly months: number;
  readonly instalments: { readonly count: number; readonly everyMonths: number };
  readonly household: HouseholdFigures;
}

const PURPOSES: Readonly<Record<Offered, readonly string[]>> = {
  harvest: [
    'Abono y control de monilia para la campaña',
    'Poda y jornales de la campaña grande',
    'Rehabilitación de cacaotal',
    'Compra de abono orgánico y mano de obra',
  ],
  planting: ['Siembra de cacao nuevo', 'Renovación de cacaotal viejo con injertos', 'Siembra de cacao bajo sombra'],
  campaign: ['Jornales de cosecha', 'Capital para la campaña', 'Compra de baba para la campaña'],
  equipment: ['Secador solar', 'Cajones de fermentación y secador', 'Motoguadaña y fumigadora', 'Mototaxi de carga'],
};

/** What the farmer asks for on a day: trees that do not bear yet want another loan than trees that do. */
export function askOf(farmer: FarmerScript, disburseOn: IsoDate, random: Random): Ask {
  const hectares = farmer.parcels.reduce((sum, parcel) => sum + Number(parcel.areaHa), 0);
  const kind = kindFor(firstParcel(farmer), disburseOn, random);
  return {
    kind,
    amount: amountOf(kind, hectares, random),
    purpose: random.pick(PURPOSES[kind]),
    disburseOn,
    seasons: kind === 'planting' ? random.between(8, 11) : random.between(3, 5),
    months: random.between(5, 10),
    instalments: random.pick([
      { count: 12, everyMonths: 1 },
      { count: 9, everyMonths: 2 },
      { count: 6, everyMonths: 2 },
      { count: 6, everyMonths: 3 },
    ]),
    household: {
      otherIncomeMonthly: random.between(2, 9) * 100_00,
      livingCostMonthly: random.between(4, 9) * 100_00,
      ...(random.chance(25)
        ? { otherDebtMonthly: random.between(1, 4) * 50_00, otherDebtMonths: random.between(3, 12) }
        : { otherDebtMonthly: 0, otherDebtMonths: 0 }),
    },
  };
}

/** The instalments of an ask, with the harvest calendar of the farmer's department as it holds on the day. */
export async function instalmentsOf(
  db: Knex,
  institutionId: number,
  farmer: FarmerScript,
  ask: Ask,
): Promise<RequestedInstalments> {
  const { kind, disburseOn, instalments, months, seasons } = ask;
  if (kind === 'campaign') return { plan: 'bullet', due: addMonths(disburseOn, months) };
  if (kind === 'equipment') {
    return { plan: 'level', ...instalments, firstDue: addMonths(disburseOn, instalments.everyMonths) };
  }
  const { variety, plantedOn } = firstParcel(farmer);
  const { departmentCode } = farmer.district;
  const calendar = await harvestCalendarOn(db, institutionId, departmentCode, variety, disburseOn);
  if (!calendar) throw new Error(`no harvest is known in department ${departmentCode}`);
  const harvests = { plan: 'harvest', calendar, firstSeason: seasonAfter(disburseOn), seasons } as const;
  if (kind === 'harvest') return harvests;
  const crop = await cropParametersOn(db, institutionId, variety, disburseOn);
  if (!crop) throw new Error(`nothing is known of ${variety}`);
  return { ...harvests, orchard: { plantedOn, yieldCurve: crop.yieldCurve } };
}

const YEARS_UNTIL_TREES_BEAR = 3;

function kindFor(parcel: ParcelDetails, on: IsoDate, random: Random): Offered {
  if (parcel.plantedOn > addMonths(on, -12 * YEARS_UNTIL_TREES_BEAR)) return 'planting';
  const percent = random.between(1, 100);
  if (percent <= 63) return 'harvest';
  return percent <= 84 ? 'campaign' : 'equipment';
}

/** Hundreds of soles within what the product allows; a farm carries so much per hectare. */
function amountOf(kind: Offered, hectares: number, random: Random): Centimos {
  const perHectare = {
    harvest: [1_700, 3_000],
    planting: [3_600, 5_600],
    campaign: [600, 1_200],
    equipment: [800, 1_900],
  };
  const [least = 0, most = 0] = perHectare[kind];
  const soles = hectares * random.between(least, most);
  const [min, max] = kind === 'planting' ? [4_000, 60_000] : [1_500, kind === 'campaign' ? 15_000 : 30_000];
  return Math.round(Math.min(Math.max(soles, min), max) / 100) * 100_00;
}

const DAYS_TO_FIRST_INSTALMENT = 70;

/** The first season whose first instalment is not too near: May for the main one, December for the minor one. */
function seasonAfter(date: IsoDate): { readonly year: number; readonly season: Season } {
  const ready = addDays(date, DAYS_TO_FIRST_INSTALMENT);
  const year = yearOf(ready);
  if (monthOf(ready) <= 5) return { year, season: 'main' };
  return monthOf(ready) <= 11 ? { year, season: 'minor' } : { year: year + 1, season: 'main' };
}

function firstParcel(farmer: FarmerScript): ParcelDetails {
  const [parcel] = farmer.parcels;
  if (!parcel) throw new Error(`farmer ${farmer.number} has no parcel`);
  return parcel;
}
