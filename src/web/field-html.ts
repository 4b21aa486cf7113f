import { escapeHtml } from './escape';
import type { Form } from './form';
import type { Translate } from './locale';

/** A choice of a select, radio group or checkbox group. */
export interface Option {
  readonly value: string;
  readonly label: string;
  /** Only for a select: the heading that the choice stands under. */
  readonly group?: string;
}

type Kind =
  | 'text'
  | 'money'
  | 'decimal'
  | 'number'
  | 'date'
  | 'tel'
  | 'password'
  | 'textarea'
  | 'select'
  | 'radios'
  | 'ticks'
  | 'tick'
  | 'code'
  | 'pin';

interface Field {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string | readonly string[];
  readonly error: string;
  readonly options: readonly Option[];
  readonly autocomplete: string;
  readonly width: string;
  readonly rows: string;
}

/**
 * One question of a form: label above, one-sentence hint, error, input. Values come back as they were typed. The server
 * validates, so there is no `required`; numbers are text with a numeric keyboard, because type=number loses what is typed.
 */
export function fieldHtml(
  form: Form,
  name: string,
  attributes: Readonly<Record<string, unknown>>,
  t: Translate,
): string {
  const text = (key: string): string => (typeof attributes[key] === 'string' ? attributes[key] : '');
  const field: Field = {
    id: `f-${name}`,
    name,
    label: text('label') + (attributes['optional'] === true ? ` (${t('opcional')})` : ''),
    hint: text('hint'),
    value: form.values[name] ?? '',
    error: form.errors[name] ?? '',
    options: (attributes['options'] as readonly Option[] | undefined) ?? [],
    autocomplete: text('autocomplete') || 'off',
    width: text('width'),
    rows: text('rows') || '3',
  };
  const kind = (text('kind') || 'text') as Kind;
  if (kind === 'radios' || kind === 'ticks') return group(field, kind === 'radios' ? 'radio' : 'checkbox', t);
  if (kind === 'tick') return singleTick(field, t);
  return `<div class="field${field.error ? ' has-error' : ''}">
<label for="${field.id}">${escapeHtml(field.label)}</label>${aboveInput(field, t)}
${input(field, kind)}
</div>`;
}

/** The token against foreign forms, and the id of the intention where the form has one. */
export function hiddenFields(commandId: string | undefined, csrfToken: string): string {
  const command =
    commandId === undefined ? '' : `<input type="hidden" name="_command" value="${escapeHtml(commandId)}">`;
  return `<input type="hidden" name="_csrf" value="${escapeHtml(csrfToken)}">${command}`;
}

const INPUT_ATTRIBUTES: Readonly<Record<string, string>> = {
  text: 'type="text"',
  money: 'type="text" inputmode="decimal"',
  decimal: 'type="text" inputmode="decimal"',
  number: 'type="text" inputmode="numeric"',
  date: 'type="text"',
  tel: 'type="tel"',
  password: 'type="password"',
  code: 'type="text" inputmode="numeric"',
  pin: 'type="password" inputmode="numeric"',
};

function input(field: Field, kind: Kind): string {
  const described = describedBy(field);
  const common = `id="${field.id}" name="${escapeHtml(field.name)}"${described}${field.error ? ' aria-invalid="true"' : ''}`;
  const value = single(field.value);
  if (kind === 'textarea')
    return `<textarea ${common} rows="${escapeHtml(field.rows)}">${escapeHtml(value)}</textarea>`;
  if (kind === 'select') {
    return `<select ${common}><option value=""></option>${optionsHtml(field.options, value)}</select>`;
  }
  const shown = kind === 'password' || kind === 'pin' ? '' : escapeHtml(value);
  const width =
    field.width || (kind === 'date' ? 'w10' : kind === 'money' || kind === 'decimal' || kind === 'tel' ? 'w12' : '');
  return `<input ${common} ${INPUT_ATTRIBUTES[kind]} value="${shown}" autocomplete="${escapeHtml(field.autocomplete)}"${width ? ` class="${escapeHtml(width)}"` : ''}>`;
}

/** Neighbours of the same group stand under its name. */
function optionsHtml(options: readonly Option[], chosen: string): string {
  let html = '';
  let heading = '';
  for (const option of options) {
    const next = option.group ?? '';
    if (next !== heading) {
      html += `${heading === '' ? '' : '</optgroup>'}${next === '' ? '' : `<optgroup label="${escapeHtml(next)}">`}`;
      heading = next;
    }
    html += `<option value="${escapeHtml(option.value)}"${option.value === chosen ? ' selected' : ''}>${escapeHtml(option.label)}</option>`;
  }
  return heading === '' ? html : `${html}</optgroup>`;
}

function group(field: Field, type: 'radio' | 'checkbox', t: Translate): string {
  const chosen = new Set(typeof field.value === 'string' ? [field.value] : field.value);
  const items = field.options.map((option, index) => {
    const id = index === 0 ? field.id : `${field.id}-${index + 1}`;
    return `<div class="choice"><input type="${type}" id="${id}" name="${escapeHtml(field.name)}" value="${escapeHtml(option.value)}"${chosen.has(option.value) ? ' checked' : ''}><label for="${id}">${escapeHtml(option.label)}</label></div>`;
  });
  return `<fieldset class="field${field.error ? ' has-error' : ''}"${describedBy(field)}>
<legend>${escapeHtml(field.label)}</legend>${aboveInput(field, t)}
${items.join('\n')}
</fieldset>`;
}

function singleTick(field: Field, t: Translate): string {
  const checked = single(field.value) === '1' ? ' checked' : '';
  return `<div class="field${field.error ? ' has-error' : ''}">${aboveInput(field, t)}
<div class="choice"><input type="checkbox" id="${field.id}" name="${escapeHtml(field.name)}" value="1"${checked}${describedBy(field)}><label for="${field.id}">${escapeHtml(field.label)}</label></div>
</div>`;
}

function aboveInput(field: Field, t: Translate): string {
  const hint = field.hint ? `\n<p class="hint" id="${field.id}-hint">${escapeHtml(field.hint)}</p>` : '';
  const error = field.error
    ? `\n<p class="error" id="${field.id}-error"><span class="hidden">${escapeHtml(t('Error:'))}</span> ${escapeHtml(field.error)}</p>`
    : '';
  return hint + error;
}

function describedBy(field: Field): string {
  const ids = [field.hint && `${field.id}-hint`, field.error && `${field.id}-error`].filter(Boolean);
  return ids.length > 0 ? ` aria-describedby="${ids.join(' ')}"` : '';
}

function single(value: string | readonly string[]): string {
  return typeof value === 'string' ? value : (value[0] ?? '');
}
