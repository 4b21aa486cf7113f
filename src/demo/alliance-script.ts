import type { OrganisationKind } from '../alliance/store';

export interface OrganisationScript {
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly departmentCode: string;
  readonly contact: string;
  /** New hectares of cocoa in its letter of intention. All letters together: 19,855 ha. */
  readonly hectares: number;
}

const HUANUCO = '10';
const SAN_MARTIN = '22';
const UCAYALI = '25';

/** Thirty invented organisations of the kinds that signed in the alliance, and what each commits itself to. */
export const ORGANISATIONS: readonly OrganisationScript[] = [
  ...of('producer-organisation', HUANUCO, [
    ['Cooperativa Agraria Cacao Bella Durmiente', 1450, 'Gerencia, Tingo María'],
    ['Asociación de Productores Cacaoteros del Alto Monzón', 980, 'Presidencia, Monzón'],
    ['Cooperativa Agroindustrial Río Huallaga', 1120, 'Gerencia, Aucayacu'],
    ['Asociación de Mujeres Cacaoteras de Pumahuasi', 760, 'Presidencia, Pumahuasi'],
    ['Comité de Productores de Puerto Inca', 640, 'Secretaría, Puerto Inca'],
  ]),
  ...of('producer-organisation', SAN_MARTIN, [
    ['Cooperativa Agraria Cacaotera del Huallaga Central', 1680, 'Gerencia, Juanjuí'],
    ['Cooperativa Fino Aroma de Tocache', 1320, 'Gerencia, Tocache'],
    ['Asociación de Productores Biavo Verde', 1050, 'Presidencia, Bellavista'],
    ['Cooperativa Agraria Pólvora y Anexos', 910, 'Gerencia, Pólvora'],
    ['Asociación Cacao Nativo de Chazuta', 890, 'Presidencia, Chazuta'],
    ['Asociación de Productores de Uchiza', 740, 'Presidencia, Uchiza'],
  ]),
  ...of('producer-organisation', UCAYALI, [
    ['Cooperativa Agraria Cacao Padre Abad', 1240, 'Gerencia, Aguaytía'],
    ['Asociación de Productores Agroforestales de Irazola', 960, 'Presidencia, San Alejandro'],
    ['Asociación Cacaotera de Neshuya y Curimaná', 820, 'Presidencia, Neshuya'],
    ['Comité Cacaotero Nativo del Bajo Ucayali', 690, 'Jefatura, Callería'],
    ['Asociación de Productores de Campoverde', 580, 'Presidencia, Campoverde'],
  ]),
  ...of('financial-institution', HUANUCO, [
    ['Caja Rural Selva Central', 520, 'Jefatura de negocios, Tingo María'],
    ['Cooperativa de Ahorro y Crédito Huallaga', 350, 'Gerencia, Huánuco'],
  ]),
  ...of('financial-institution', SAN_MARTIN, [
    ['Cooperativa Valle Verde', 480, 'Jefatura de negocios, Juanjuí'],
    ['Cooperativa de Ahorro y Crédito Tres Ríos', 250, 'Gerencia, Tarapoto'],
  ]),
  ...of('financial-institution', UCAYALI, [['Financiera Río Ucayali', 400, 'Jefatura de negocios, Pucallpa']]),
  ...of('government', HUANUCO, [
    ['Dirección Regional de Agricultura de Huánuco', 450, 'Dirección de competitividad'],
    ['Municipalidad Provincial de Leoncio Prado', 185, 'Desarrollo económico'],
  ]),
  ...of('government', SAN_MARTIN, [
    ['Dirección Regional de Agricultura de San Martín', 380, 'Dirección de competitividad'],
    ['Municipalidad Provincial de Tocache', 260, 'Desarrollo económico'],
  ]),
  ...of('government', UCAYALI, [['Dirección Regional de Agricultura de Ucayali', 300, 'Dirección de competitividad']]),
  ...of('buyer', SAN_MARTIN, [
    ['Exportadora Grano Noble', 180, 'Acopio, Juanjuí'],
    ['Chocolates Alto Mayo', 60, 'Compras, Tarapoto'],
  ]),
  ...of('buyer', HUANUCO, [['Comercializadora Cacao Andino', 120, 'Acopio, Tingo María']]),
  ...of('buyer', UCAYALI, [['Exportadora Amazonía Origen', 90, 'Acopio, Pucallpa']]),
];

function of(
  kind: OrganisationKind,
  departmentCode: string,
  rows: readonly (readonly [name: string, hectares: number, contact: string])[],
): OrganisationScript[] {
  return rows.map(([name, hectares, contact]) => ({ name, kind, departmentCode, contact, hectares }));
}

export interface LineScript {
  /** The code of the lender that draws. */
  readonly lender: string;
  readonly investor: string;
  readonly name: string;
  /** Whole dollars. All lines together: US$ 40,000,000. */
  readonly commitmentUsd: number;
  readonly ratePercent: string;
  readonly revolving: boolean;
  readonly regions: readonly string[];
  /** Out of the loans of the lender that the line may finance, how many in a hundred it does. */
  readonly sharePercent: number;
}

export const INVESTORS: readonly { readonly name: string; readonly country: string }[] = [
  { name: 'Fondo Raíz de Impacto', country: 'NL' },
  { name: 'Alpina Rural Finance', country: 'CH' },
  { name: 'Green Harvest Capital', country: 'US' },
  { name: 'Fondo Andino de Desarrollo Rural', country: 'PE' },
];

export const LINES: readonly LineScript[] = [
  {
    lender: 'selva',
    investor: 'Fondo Raíz de Impacto',
    name: 'Raíz Cacao Huánuco',
    commitmentUsd: 9_000_000,
    ratePercent: '7.25',
    revolving: true,
    regions: [HUANUCO, UCAYALI],
    sharePercent: 60,
  },
  {
    lender: 'selva',
    investor: 'Fondo Andino de Desarrollo Rural',
    name: 'Desarrollo Rural Selva Central',
    commitmentUsd: 6_500_000,
    ratePercent: '8.50',
    revolving: false,
    regions: [HUANUCO, SAN_MARTIN, UCAYALI],
    sharePercent: 40,
  },
  {
    lender: 'valle',
    investor: 'Alpina Rural Finance',
    name: 'Alpina Cacao Fino San Martín',
    commitmentUsd: 8_000_000,
    ratePercent: '6.90',
    revolving: true,
    regions: [SAN_MARTIN],
    sharePercent: 65,
  },
  {
    lender: 'valle',
    investor: 'Green Harvest Capital',
    name: 'Green Harvest Alto Huallaga',
    commitmentUsd: 5_500_000,
    ratePercent: '7.75',
    revolving: false,
    regions: [SAN_MARTIN, HUANUCO],
    sharePercent: 35,
  },
  {
    lender: 'rio',
    investor: 'Green Harvest Capital',
    name: 'Green Harvest Ucayali',
    commitmentUsd: 7_000_000,
    ratePercent: '7.75',
    revolving: true,
    regions: [UCAYALI, HUANUCO],
    sharePercent: 55,
  },
  {
    lender: 'rio',
    investor: 'Fondo Raíz de Impacto',
    name: 'Raíz Renovación de Cacaotales',
    commitmentUsd: 4_000_000,
    ratePercent: '7.00',
    revolving: false,
    regions: [UCAYALI, HUANUCO],
    sharePercent: 45,
  },
];
