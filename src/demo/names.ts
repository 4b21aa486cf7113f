import type { Random } from './random';

/** Names as people bear them in the three regions; no person is meant. */
export interface PersonName {
  readonly sex: 'F' | 'M';
  readonly givenNames: string;
  readonly firstSurname: string;
  readonly secondSurname: string;
}

const WOMEN =
  words(`Rosa María Carmen Juana Luz Elena Ana Julia Norma Gladys Nelly Flor Marisol Yolanda Teófila Victoria
  Santosa Lidia Delia Martha Olga Irma Zoila Hermelinda Edith Karina Yesenia Milagros Ruth Noemí Raquel Sonia Maribel
  Ermelinda Rosalía Dionisia Felícita Nélida Clorinda Jhoselyn`);

const MEN =
  words(`José Juan Luis Carlos Víctor Julio Pedro Segundo Manuel Jorge Wilder Elmer Teófilo Marcial Abel Hilario
  Eusebio Máximo Rubén Percy Édgar Walter Américo Leoncio Fortunato Samuel Isaías Moisés Grimaldo Hernán Nilo Ángel
  Agustín Cirilo Demetrio Jhon Ulises Ricardo Nazario Alcides`);

/** In the order of the lands they come from: the highland settlers of the Huallaga, the lowland towns, the nations. */
const HIGHLAND = words(`Quispe Huamán Rojas Espinoza Tello Ñahui Ñaupari Poma Evangelista Santiago Trujillo Cárdenas
  Huaranga Jara Berrospi Calixto Leandro Ponce Ramos Villanueva Domínguez Núñez Peña Aguirre Garay Falcón Tarazona
  Chávez Mendoza Baldeón Muñoz Ureta Acuña Ordóñez Cahuaza Nieto`);

const LOWLAND =
  words(`Tapullima Sangama Amasifuén Pinchi Isuiza Shupingahua Cachique Tuanama Salas Saavedra Pezo Ramírez
  Reátegui Arévalo Vela Panduro Ruiz García Flores Ríos Vásquez Pérez Tananta Satalaya Fasabi Guerra Rengifo Lozano
  Grández Paredes Torres Sánchez Bardales Navarro Chujandama Ishuiza`);

/** Shipibo-Konibo and Asháninka families. */
const NATIONS = words(`Ochavano Nunta Mahua Maynas Cauper Silvano Urquía Barbarán Inuma Pacaya Tangoa Picota Rojas
  Chimanca Quinchuya Camayteri Mahuanca Quintimari Sharete Chiricente Shantico Capichi Campos Ríos`);

const SURNAMES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  '10': [HIGHLAND, HIGHLAND, HIGHLAND, LOWLAND],
  '22': [LOWLAND, LOWLAND, LOWLAND, HIGHLAND],
  '25': [LOWLAND, NATIONS, LOWLAND, HIGHLAND],
};

/** Somebody of a department, `10`. One in twenty-five bears one surname only. */
export function personName(random: Random, departmentCode: string): PersonName {
  const families = SURNAMES[departmentCode];
  if (!families) throw new Error(`nobody is named in department ${departmentCode}`);
  const sex = random.chance(38) ? 'F' : 'M';
  const given = sex === 'F' ? WOMEN : MEN;
  const first = random.pick(given);
  const second = random.pick(given);
  return {
    sex,
    givenNames: random.chance(55) && second !== first ? `${first} ${second}` : first,
    firstSurname: random.pick(random.pick(families)),
    secondSurname: random.chance(4) ? '' : random.pick(random.pick(families)),
  };
}

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}
