import { z } from 'zod';
import type { Knex } from '../db/connect';
import { decimalText, type Centimos } from '../lending/money';
import { cropParametersOn, harvestCalendarOn, VARIETIES } from '../parameters/read-harvests';
import { choice, dateField, moneyField, optionalDateField } from '../web/fields';
import { errorsByField } from '../web/form';
import type { Translate } from '../web/locale';
import type { ProductPlan } from './store';
import type { LoanRequest, RequestedInstalments } from './terms-of';

/** The fields of a request as they stand in a form or an address; which of them count depends on the plan. */
export const REQUEST_FIELDS = [
  'monto',
  'desembolso',
  'departamento',
  'variedad',
  'temporada',
  'temporadas',
  'siembra',
  'cuotas',
  'cada',
  'vencimiento',
] as const;

export type TypedRequest = Readonly<Partial<Record<(typeof REQUEST_FIELDS)[number], string | undefined>>>;

export type ReadRequest =
  | { readonly type: 'request'; readonly request: LoanRequest }
  | { readonly type: 'faulty'; readonly errors: Readonly<Record<string, string>> };

/** Reads what was typed for a plan. The harvest calendar is the one that holds on the day of the disbursement. */
export async function readRequest(
  db: Knex,
  institutionId: number,
  plan: ProductPlan,
  typed: TypedRequest,
  t: Translate,
): Promise<ReadRequest> {
  if (plan === 'harvest') return readHarvest(db, institutionId, typed, t);
  return plan === 'bullet' ? readBullet(typed, t) : readPeriodic(plan, typed, t);
}

function readBullet(typed: TypedRequest, t: Translate): ReadRequest {
  const parsed = bulletShape.safeParse(typed);
  if (!parsed.success) return { type: 'faulty', errors: errorsByField(parsed.error, t) };
  const { monto, desembolso, vencimiento } = parsed.data;
  return requested(monto, desembolso, { plan: 'bullet', due: vencimiento });
}

function readPeriodic(plan: 'level' | 'equal-principal', typed: TypedRequest, t: Translate): ReadRequest {
  const parsed = periodicShape.safeParse(typed);
  if (!parsed.success) return { type: 'faulty', errors: errorsByField(parsed.error, t) };
  const { monto, desembolso, cuotas, cada, vencimiento } = parsed.data;
  return requested(monto, desembolso, { plan, count: cuotas, everyMonths: cada, firstDue: vencimiento });
}

async function readHarvest(db: Knex, institutionId: number, typed: TypedRequest, t: Translate): Promise<ReadRequest> {
  const parsed = harvestShape.safeParse(typed);
  if (!parsed.success) return { type: 'faulty', errors: errorsByField(parsed.error, t) };
  const { monto, desembolso, departamento, variedad, temporada, temporadas, siembra } = parsed.data;
  const calendar = await harvestCalendarOn(db, institutionId, departamento, variedad, desembolso);
  const crop = await cropParametersOn(db, institutionId, variedad, desembolso);
  if (!calendar || !crop) {
    return { type: 'faulty', errors: { desembolso: t('No hay calendario de cosecha registrado para esa fecha') } };
  }
  const orchard = siembra === undefined ? undefined : { plantedOn: siembra, yieldCurve: crop.yieldCurve };
  return requested(monto, desembolso, {
    plan: 'harvest',
    calendar,
    firstSeason: temporada,
    seasons: temporadas,
    ...(orchard && { orchard }),
  });
}

function requested(amount: Centimos, disburseOn: string, instalments: RequestedInstalments): ReadRequest {
  return { type: 'request', request: { amount, disburseOn, instalments } };
}

/** The fields that say what a request says, for showing it in its form again. */
export function typedOf({ amount, disburseOn, instalments }: LoanRequest): Record<string, string> {
  const common = { monto: decimalText(amount), desembolso: disburseOn };
  if (instalments.plan === 'bullet') return { ...common, vencimiento: instalments.due };
  if (instalments.plan !== 'harvest') {
    const { count, everyMonths, firstDue } = instalments;
    return { ...common, cuotas: String(count), cada: String(everyMonths), vencimiento: firstDue };
  }
  const { calendar, firstSeason, seasons, orchard } = instalments;
  return {
    ...common,
    departamento: calendar.region,
    variedad: calendar.variety ?? '',
    temporada: `${firstSeason.year}-${firstSeason.season}`,
    temporadas: String(seasons),
    siembra: orchard?.plantedOn ?? '',
  };
}

export const DEPARTMENTS = ['10', '22', '25'] as const;

const common = {
  monto: moneyField('Ingresa el monto del crédito').refine((amount) => amount > 0, 'El monto debe ser mayor que cero'),
  desembolso: dateField('Ingresa la fecha del desembolso'),
};

const harvestShape = z.object({
  ...common,
  departamento: choice(DEPARTMENTS, 'Elige el departamento de la chacra'),
  variedad: choice(VARIETIES, 'Elige la variedad de cacao'),
  temporada: z
    .string('Elige la primera campaña que paga')
    .regex(/^\d{4}-(main|minor)$/, 'Elige la primera campaña que paga')
    .transform((text) => ({
      year: Number(text.slice(0, 4)),
      season: text.endsWith('main') ? ('main' as const) : ('minor' as const),
    })),
  temporadas: wholeNumber('Ingresa cuántas campañas pagan', 'El número de campañas debe estar entre 1 y 40', 40),
  siembra: optionalDateField(),
});

const periodicShape = z.object({
  ...common,
  cuotas: wholeNumber('Ingresa el número de cuotas', 'El número de cuotas debe estar entre 1 y 120', 120),
  cada: wholeNumber('Elige cada cuántos meses se paga', 'Elige cada cuántos meses se paga', 12),
  vencimiento: dateField('Ingresa la fecha del primer vencimiento'),
});

const bulletShape = z.object({ ...common, vencimiento: dateField('Ingresa la fecha de vencimiento') });

function wholeNumber(emptyMessage: string, outsideMessage: string, max: number) {
  return z
    .string(emptyMessage)
    .transform((text) => text.trim())
    .pipe(
      z
        .string()
        .min(1, emptyMessage)
        .regex(/^\d{1,4}$/, outsideMessage)
        .transform(Number)
        .pipe(z.number().min(1, outsideMessage).max(max, outsideMessage)),
    );
}
