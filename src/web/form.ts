import { randomUUID } from 'node:crypto';
import type { z } from 'zod';

/** A form as the page shows it: what was typed, right or wrong, and what is the matter with it. */
export interface Form {
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  /** One sentence per faulty field, already translated; the key `form` is for the form as a whole. */
  readonly errors: Readonly<Record<string, string>>;
  /** Goes into the hidden field `_command`; it stays the same when the form comes back with errors. */
  readonly commandId: string;
}

export function blankForm(values: Form['values'] = {}): Form {
  return { values, errors: {}, commandId: randomUUID() };
}

/** The form again after the rules said no: `field` is where the summary leads, `form` for none in particular. */
export function refusedForm(form: Form, field: string, message: string): Form {
  return { ...form, errors: { ...form.errors, [field]: message } };
}

/** First issue of each field, by the name of its input; the messages of our schemas are sentences to translate. */
export function errorsByField(error: z.ZodError, translate: (sentence: string) => string): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) {
    const field = issue.path.length > 0 ? issue.path.map(String).join('.') : 'form';
    errors[field] ??= translate(issue.message);
  }
  return errors;
}
