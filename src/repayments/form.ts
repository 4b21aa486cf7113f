import { z } from 'zod';
import { choice, dateField, idParam, moneyField, requiredText, tick } from '../web/fields';

export const loanParams = z.strictObject({ id: idParam });
export const paymentParams = z.strictObject({ id: idParam, eventId: idParam });

export const INTENTS = ['prepay-reduce-term', 'prepay-reduce-amount', 'advance'] as const;

export const repaymentForm = z.strictObject({
  amount: moneyField('Ingresa el monto del pago').pipe(z.number().min(1, 'El monto debe ser mayor que cero')),
  valueDate: dateField('Ingresa la fecha del pago'),
  channel: choice(['cash', 'bank'], 'Elige cómo llegó el dinero'),
  intent: z
    .union([z.enum(INTENTS), z.literal('')], 'Elige qué hacer con lo que pasa de la cuota')
    .optional()
    .transform((chosen) => (chosen === '' ? undefined : chosen)),
  acceptExcess: tick,
  /** Look first at what a pago anticipado would do, or register the payment. */
  step: z.enum(['compare', 'pay']).default('pay'),
});

export const reversalForm = z.strictObject({
  reason: requiredText('Escribe por qué se extorna el pago', 500),
});
