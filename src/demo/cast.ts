import type { NewInstitution } from '../institutions/create-institution';
import type { StaffRole } from '../web/user';

/** Everybody and everything here is invented; the places are real. */
export interface InstitutionScript extends NewInstitution {
  readonly staff: readonly StaffScript[];
}

export interface StaffScript {
  readonly username: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly phone?: string;
}

export interface LenderScript extends InstitutionScript {
  readonly kind: 'lender';
  /** Where most of its farmers live, by department code, in percent. */
  readonly departments: Readonly<Record<string, number>>;
  /** Out of all farmers and loans of the demo, in percent. */
  readonly sharePercent: number;
}

export const FACILITATOR: InstitutionScript = {
  code: 'azmj',
  name: 'AZMJ',
  kind: 'facilitator',
  phone: '+5112025000',
  payAt: '',
  staff: [{ username: 'alicia', name: 'Alicia Zegarra Montes', role: 'facilitator', phone: '+51987100101' }],
};

/** Sees the lines of one investor. */
export const INVESTOR_STAFF = {
  investor: 'Fondo Raíz de Impacto',
  member: { username: 'ines', name: 'Inés van der Berg', role: 'investor' },
} as const satisfies { readonly investor: string; readonly member: StaffScript };

export const LENDERS: readonly LenderScript[] = [
  {
    code: 'selva',
    name: 'Caja Rural Selva Central',
    kind: 'lender',
    ruc: '20601234501',
    phone: '+5162561234',
    payAt: 'Agencia Tingo María, av. Raymondi 123, o cualquier agente Selva Central',
    departments: { '10': 88, '25': 8, '22': 4 },
    sharePercent: 40,
    staff: [
      { username: 'carmen', name: 'Carmen Ríos Tello', role: 'officer', phone: '+51962110001' },
      { username: 'julio', name: 'Julio Ñahui Poma', role: 'officer', phone: '+51962110002' },
      { username: 'rosa', name: 'Rosa Trujillo Santiago', role: 'officer', phone: '+51962110003' },
      { username: 'marta', name: 'Marta Evangelista Cárdenas', role: 'manager', phone: '+51962110010' },
      { username: 'celia', name: 'Celia Ponce Leandro', role: 'cashier' },
      { username: 'raul', name: 'Raúl Berrospi Jara', role: 'risk' },
      { username: 'ana', name: 'Ana Figueroa Luna', role: 'administrator' },
      { username: 'hugo', name: 'Hugo Salazar Meza', role: 'auditor' },
    ],
  },
  {
    code: 'valle',
    name: 'Cooperativa Valle Verde',
    kind: 'lender',
    ruc: '20601234502',
    phone: '+5142522345',
    payAt: 'Oficina Juanjuí, jr. Huallaga 456, o cualquier agente Valle Verde',
    departments: { '22': 92, '10': 8 },
    sharePercent: 34,
    staff: [
      { username: 'lucia', name: 'Lucía Tapullima Sangama', role: 'officer', phone: '+51942110001' },
      { username: 'segundo', name: 'Segundo Pinchi Isuiza', role: 'officer', phone: '+51942110002' },
      { username: 'elsa', name: 'Elsa Ramírez Saavedra', role: 'officer', phone: '+51942110003' },
      { username: 'victor', name: 'Víctor Del Águila Reátegui', role: 'manager', phone: '+51942110010' },
      { username: 'norma', name: 'Norma Shupingahua Flores', role: 'cashier' },
      { username: 'pablo', name: 'Pablo Cachique Ruiz', role: 'risk' },
      { username: 'gloria', name: 'Gloria Arévalo Pezo', role: 'administrator' },
      { username: 'oscar', name: 'Óscar Panduro Vela', role: 'auditor' },
    ],
  },
  {
    code: 'rio',
    name: 'Financiera Río Ucayali',
    kind: 'lender',
    ruc: '20601234503',
    phone: '+5161571357',
    payAt: 'Agencia Pucallpa, jr. Tacna 789, o cualquier agente Río Ucayali',
    departments: { '25': 86, '10': 14 },
    sharePercent: 26,
    staff: [
      { username: 'milagros', name: 'Milagros Rengifo Soria', role: 'officer', phone: '+51961110001' },
      { username: 'wilder', name: 'Wilder Ochavano Mahua', role: 'officer', phone: '+51961110002' },
      { username: 'teresa', name: 'Teresa Guimaraes Ríos', role: 'officer', phone: '+51961110003' },
      { username: 'beatriz', name: 'Beatriz Lozano Chota', role: 'manager', phone: '+51961110010' },
      { username: 'ivan', name: 'Iván Barbarán Urquía', role: 'cashier' },
      { username: 'silvia', name: 'Silvia Inuma Fasabi', role: 'risk' },
      { username: 'jorge', name: 'Jorge Odicio Angulo', role: 'administrator' },
      { username: 'delia', name: 'Delia Nunta Sánchez', role: 'auditor' },
    ],
  },
];
