import { z } from 'zod';
import { amount, date, decimal } from './fields';
import { harvestShape } from './harvest-json';

/** Contract 1 as it is written in JSON (docs/lending.md). Unknown fields are faults; amounts and rates are text. */

const rate = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('effective'), percent: decimal }),
  z.strictObject({
    kind: z.literal('nominal'),
    percent: decimal,
    dayCount: z.enum(['30/360', 'actual/360', 'actual/364', 'actual/365', 'actual/actual']),
  }),
]);

const every = z
  .strictObject({ months: z.int().exactOptional(), weeks: z.int().exactOptional(), days: z.int().exactOptional() })
  .transform((step, context) => {
    const { months, weeks, days } = step;
    if (months !== undefined && weeks === undefined && days === undefined) return { months };
    if (weeks !== undefined && months === undefined && days === undefined) return { weeks };
    if (days !== undefined && months === undefined && weeks === undefined) return { days };
    context.addIssue('A step is either months, weeks or days.');
    return z.NEVER;
  });

const periodic = {
  count: z.int(),
  every,
  firstDue: date.exactOptional(),
  monthEnd: z.enum(['clamp', 'roll']).default('clamp'),
};

const instalments = z.discriminatedUnion('plan', [
  z.strictObject({ plan: z.literal('level'), ...periodic }),
  z.strictObject({ plan: z.literal('equal-principal'), ...periodic }),
  z.strictObject({ plan: z.literal('bullet'), ...periodic }),
  z.strictObject({ plan: z.literal('interest-only'), ...periodic }),
  z.strictObject({
    plan: z.literal('weighted'),
    rows: z.array(z.strictObject({ due: date, weight: decimal, atMost: amount.exactOptional() })),
  }),
  z.strictObject({
    plan: z.literal('free'),
    rows: z.array(z.strictObject({ due: date, amount: amount.exactOptional() })),
  }),
  harvestShape,
]);

export const termsShape = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'A currency is three capital letters, such as "PEN".'),
  disbursements: z.array(z.strictObject({ date, amount })),
  rate,
  interestMethod: z.enum(['declining', 'flat']).default('declining'),
  instalments,
  grace: z
    .strictObject({ principal: z.int().default(0), interest: z.int().default(0) })
    .default({ principal: 0, interest: 0 }),
  unpaidInterest: z.enum(['capitalise', 'carry']).default('capitalise'),
  insurance: z.strictObject({ percentOfBalancePer30Days: decimal }).exactOptional(),
  fees: z.array(z.strictObject({ at: z.enum(['disbursement', 'each-instalment']), amount })).exactOptional(),
  rounding: z
    .strictObject({
      mode: z.enum(['half-even', 'half-up', 'down', 'up']).default('half-even'),
      instalmentMultiple: amount.default(1),
      residue: z.enum(['last', 'spread']).default('last'),
    })
    .default({ mode: 'half-even', instalmentMultiple: 1, residue: 'last' }),
});
