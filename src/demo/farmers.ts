import { addParcel, type ParcelDetails } from '../farmers/add-parcel';
import { CONSENT_TEXT_VERSION } from '../farmers/consent-text';
import { recordConsent } from '../farmers/record-consent';
import { registerFarmer } from '../farmers/register-farmer';
import type { Purpose } from '../farmers/rows';
import type { Clock } from '../clock';
import { addDays, addMonths, type IsoDate } from '../lending/dates';
import { personName } from './names';
import { cocoaDistricts, type CocoaDistrict } from './places';
import { randomOf, type Random } from './random';
import { accepted, type Lender, type Person, type Stage } from './stage';

/** A farmer of the demo before anybody has entered them. */
export interface FarmerScript {
  readonly number: number;
  readonly lender: Lender;
  readonly officer: Person;
  readonly district: CocoaDistrict;
  readonly parcels: readonly ParcelDetails[];
}

/** A farmer as the program knows them. */
export interface Farmer extends FarmerScript {
  readonly id: number;
  readonly parcelIds: readonly number[];
}

/** Who the farmers of a lender are and what they grow; nothing is entered yet. */
export function farmerScripts(lender: Lender, count: number, firstDay: IsoDate): FarmerScript[] {
  const officers = lender.having('officer');
  const districts = cocoaDistricts();
  return Array.from({ length: count }, (_, index) => {
    const random = randomOf('farmer', lender.code, index);
    const departmentCode = departmentOf(lender, random);
    const district = random.pick(districts.filter((one) => one.departmentCode === departmentCode));
    return {
      number: index,
      lender,
      officer: random.pick(officers),
      district,
      parcels: parcelsIn(district, firstDay, random),
    };
  });
}

/** The visit in which an officer enters a farmer, the parcels and the signed consents. */
export async function register(stage: Stage, script: FarmerScript, clock: Clock): Promise<Farmer> {
  const { trx } = stage;
  const by = stage.as(script.officer, clock);
  const random = randomOf('person', script.lender.code, script.number);
  const registered = await registerFarmer(trx, by, {
    commandId: stage.commandId(),
    ...detailsOf(stage, script, random),
  });
  const { farmerId } = accepted(registered);
  const parcelIds: number[] = [];
  for (const parcel of script.parcels) {
    const added = await addParcel(trx, by, { commandId: stage.commandId(), farmerId, ...parcel });
    parcelIds.push(accepted(added).parcelId);
  }
  const consent = await recordConsent(trx, by, {
    commandId: stage.commandId(),
    farmerId,
    purposes: purposesOf(random),
    textVersion: CONSENT_TEXT_VERSION,
    signedOn: clock.today(),
    method: random.chance(88) ? 'handwritten' : 'fingerprint',
    readAloud: random.chance(70),
  });
  accepted(consent);
  return { ...script, id: farmerId, parcelIds };
}

const COMMUNITIES = [
  'Nueva Esperanza',
  'Alto Pacae',
  'San Juan de la Libertad',
  'Bella Alta',
  'Santa Rosa de Shapajilla',
  'Los Milagros',
  'Nuevo Progreso',
  'Alto Marona',
  'Santa Lucía',
  'Cerro Alegre',
  'Dos de Mayo',
  'Alto Cuñumbuza',
  'Perla de Cascayunga',
  'Flor del Valle',
  'Puerto Rico',
  'Nueva Unión',
  'Villa El Triunfo',
  'Alto Sol',
];

function detailsOf(stage: Stage, { number, lender, officer, district }: FarmerScript, random: Random) {
  const { departmentCode } = district;
  const age = random.between(23, 71);
  const joined = stage.producerOrganisations.get(departmentCode) ?? [];
  return {
    documentKind: 'DNI' as const,
    documentNumber: dniOf(lender, number, age, random),
    ...personName(random, departmentCode),
    birthDate: addDays(addMonths(stage.firstDay, -12 * age), -random.between(0, 364)),
    phone: random.chance(86) ? `+519${random.between(10_000_000, 99_999_999)}` : null,
    ubigeo: district.ubigeo,
    community: `Caserío ${random.pick(COMMUNITIES)}`,
    partnerOrganisationId: joined.length > 0 && random.chance(72) ? random.pick(joined) : null,
    officerId: officer.id,
  };
}

/** Older people have numbers that begin with the old books of their region, often with zeros; younger ones with 4 or 7. */
function dniOf(lender: Lender, number: number, age: number, random: Random): string {
  const first = age > 42 ? { selva: '22', valle: '00', rio: '00' }[lender.code] : age > 29 ? '4' : '7';
  const free = 8 - 4 - (first?.length ?? 0);
  const middle = String(random.between(0, 10 ** free - 1)).padStart(free, '0');
  return `${first ?? ''}${middle}${String(number).padStart(4, '0')}`;
}

function purposesOf(random: Random): Purpose[] {
  const purposes: Purpose[] = ['evaluation', 'credit-bureau'];
  if (random.chance(75)) purposes.push('messages');
  if (random.chance(60)) purposes.push('funders');
  return purposes;
}

function departmentOf(lender: Lender, random: Random): string {
  let left = random.between(1, 100);
  for (const [code, percent] of Object.entries(lender.script.departments)) {
    if ((left -= percent) <= 0) return code;
  }
  throw new Error(`the departments of ${lender.code} are not 100 %`);
}

const PARCEL_NAMES = ['La Loma', 'El Bajo', 'Quebrada Honda'];

function parcelsIn(district: CocoaDistrict, firstDay: IsoDate, random: Random): ParcelDetails[] {
  const count = random.chance(58) ? 1 : random.chance(80) ? 2 : 3;
  return PARCEL_NAMES.slice(0, count).map((name) => ({
    name,
    areaHa: (random.between(4, 30) / 8).toFixed(2),
    tenure: random.pick(['title', 'title', 'possession', 'possession', 'possession', 'community']),
    variety: random.chance(district.departmentCode === '22' ? 55 : 80) ? 'ccn51' : 'fine-native',
    plantedOn: addDays(firstDay, -random.between(200, 15 * 365)),
    latitude: near(district.latitude, random),
    longitude: near(district.longitude, random),
    ubigeo: district.ubigeo,
  }));
}

/** Within some four kilometres of the capital, in degrees with the six decimals that buyers in the EU ask for. */
function near(degrees: number, random: Random): string {
  return (degrees + (random.fraction() - 0.5) * 0.07).toFixed(6);
}
