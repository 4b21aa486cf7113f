import { z } from 'zod';
import { amount, date, decimal } from './fields';
import { termsShape } from './terms-shape';

/** Contract 2 as it is written in JSON (docs/lending-life.md), the terms apart. Unknown fields are faults. */

const order = z.array(z.enum(['penalty', 'fee', 'interest', 'principal']));

const cause = z.strictObject({
  reason: z.enum(['emergency', 'difficulty', 'insolvency', 'request']),
  emergencyDecree: z.string().min(1).exactOptional(),
  wasCurrentAtDeclaration: z.boolean().exactOptional(),
});

const entered = { id: z.string().min(1), date };

export const eventShape = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('disbursement'), ...entered, amount }),
  z.strictObject({
    type: z.literal('repayment'),
    ...entered,
    amount,
    intent: z.enum(['prepay-reduce-term', 'prepay-reduce-amount']).exactOptional(),
  }),
  z.strictObject({ type: z.literal('charge'), ...entered, kind: z.enum(['fee', 'penalty']), due: date, amount }),
  z.strictObject({ type: z.literal('reversal'), ...entered, of: z.string().min(1) }),
  z.strictObject({
    type: z.literal('waiver'),
    ...entered,
    part: z.enum(['penalty', 'fee', 'interest', 'principal', 'late-interest']),
    amount,
  }),
  z.strictObject({ type: z.literal('rate-change'), ...entered, rate: termsShape.shape.rate }),
  z.strictObject({ type: z.literal('extra-grace'), ...entered, months: z.int(), cause }),
  z.strictObject({
    type: z.literal('reprogramming'),
    ...entered,
    instalments: termsShape.shape.instalments,
    rate: termsShape.shape.rate.exactOptional(),
    grace: termsShape.shape.grace.exactOptional(),
    unpaidInterest: z.enum(['capitalise', 'carry']),
    cause,
  }),
  z.strictObject({ type: z.literal('write-off'), ...entered }),
  z.strictObject({ type: z.literal('recovery'), ...entered, amount }),
]);

export const historyShape = z.strictObject({
  terms: z.unknown(),
  allocation: z.strictObject({
    order,
    orderInAdvance: order.exactOptional(),
    across: z.enum(['instalment', 'component']),
    excess: z.enum(['next-instalment', 'last-instalment', 'reamortise']),
  }),
  lateInterest: z.strictObject({ annualPercent: decimal, on: z.literal('overdue-principal') }).exactOptional(),
  events: z.array(eventShape),
  asOf: date,
});
