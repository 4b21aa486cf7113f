import { z } from 'zod';
import { choice, dateField, decimalField, moneyField, optionalMoneyField, requiredText, tick } from '../web/fields';
import { APPROVING_ROLES } from './approval-level-store';
import { PLANS, PRODUCT_CREDIT_TYPES } from './store';

export const CURRENCIES = ['PEN', 'USD'] as const;

const percent = (emptyMessage: string, max: number) =>
  decimalField(emptyMessage, { min: 0, max, outside: 'El porcentaje está fuera de lo posible' });

export const productForm = z.strictObject({
  name: requiredText('Escribe el nombre del producto', 120),
  creditType: choice(PRODUCT_CREDIT_TYPES, 'Elige el tipo de crédito'),
  currency: choice(CURRENCIES, 'Elige la moneda'),
  plan: choice(PLANS, 'Elige cómo se paga'),
  amountMin: moneyField('Ingresa el monto mínimo').refine((amount) => amount > 0, 'El monto debe ser mayor que cero'),
  amountMax: moneyField('Ingresa el monto máximo').refine((amount) => amount > 0, 'El monto debe ser mayor que cero'),
  instalmentsMax: z
    .string('Ingresa el número máximo de cuotas')
    .regex(/^\s*\d{1,3}\s*$/, 'El número de cuotas debe estar entre 1 y 120')
    .transform(Number)
    .pipe(
      z
        .number()
        .min(1, 'El número de cuotas debe estar entre 1 y 120')
        .max(120, 'El número de cuotas debe estar entre 1 y 120'),
    ),
  ratePercent: percent('Ingresa la TEA', 1000),
  lateRatePercent: percent('Ingresa la tasa de interés moratorio', 1000),
  unpaidInterest: choice(['capitalise', 'carry'], 'Elige qué pasa con el interés no pagado'),
  insurancePercent: percent('Ingresa el seguro de desgravamen; 0 si no hay', 10),
  disbursementFee: optionalMoneyField(),
  instalmentFee: optionalMoneyField(),
  windowSharePercent: percent('Ingresa qué parte de la cosecha puede tomar una cuota', 100),
});

export const offerForm = z.strictObject({ active: tick });

export const approvalLevelForm = z.strictObject({
  role: choice(APPROVING_ROLES, 'Elige quién aprueba'),
  currency: choice(CURRENCIES, 'Elige la moneda'),
  validFrom: dateField('Ingresa desde cuándo rige'),
  amountMax: moneyField('Ingresa el monto máximo'),
});
