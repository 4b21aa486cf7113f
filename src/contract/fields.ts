import { z } from 'zod';
import { Decimal } from '../lending/decimal';
import { centimosOf, isAmountText } from '../lending/money';

/** The kinds of text that the contracts are made of. */

export const amount = z
  .string()
  .refine(isAmountText, 'An amount is text with up to two decimals, such as "8000.00".')
  .transform(centimosOf);

export const decimal = z
  .string()
  .regex(/^-?\d{1,15}(\.\d{1,40})?$/, 'A rate or weight is decimal text, such as "24.5".')
  .transform((text) => new Decimal(text));

/** Whether the day exists is for the core to say. */
export const date = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'A date is written YYYY-MM-DD.');
