import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { projectRoot } from '../config';
import { assetPath } from './assets';
import { fieldHtml, hiddenFields } from './field-html';
import * as format from './format';
import type { Form } from './form';
import type { Translate } from './locale';
import type { Menu } from './navigation';
import { markupOf, type Svg } from './svg';

export interface Views {
  render(view: string, layout: string, data: Readonly<Record<string, unknown>>, shell: Shell): string;
}

/** What every page shows around its own content; templates reach it as `@root.shell`. */
export interface Shell {
  readonly t: Translate;
  readonly locale: string;
  readonly title: string;
  readonly errorTitle: boolean;
  readonly csrfToken: string;
  readonly notice: string | null;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  readonly user: { readonly name: string; readonly role: string; readonly institution: string } | null;
  readonly navigation: Menu;
  readonly back: { readonly to: string; readonly label: string } | null;
  readonly today: string;
  readonly path: string;
}

/** Compiles everything in views/ once, at start. Strict: a field that a template names and nobody gave is an error. */
export function createViews(): Views {
  const handlebars = Handlebars.create();
  registerHelpers(handlebars);
  const templates = new Map<string, Handlebars.TemplateDelegate>();
  const root = join(projectRoot, 'views');
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.hbs'))) {
    const name = file.replaceAll('\\', '/').replace(/\.hbs$/, '');
    const source = readFileSync(join(root, file), 'utf8');
    if (name.startsWith('partials/'))
      handlebars.registerPartial(
        name.slice('partials/'.length),
        handlebars.compile(argumentsAreData(source), { preventIndent: true }),
      );
    else templates.set(name, handlebars.compile(argumentsAreData(source), { strict: true, preventIndent: true }));
  }
  const template = (name: string): Handlebars.TemplateDelegate => {
    const found = templates.get(name);
    if (!found) throw new Error(`there is no view ${name}`);
    return found;
  };
  return {
    render(view, layout, data, shell) {
      const content = template(view)({ ...data, shell });
      return template(`layouts/${layout}`)({ shell, content: new Handlebars.SafeString(content) });
    },
  };
}

/**
 * In `{{amount amount}}` Handlebars takes the second word for the helper too, and `{{date}}` for a helper without arguments.
 * Here an argument is always data, and so is a name that stands alone: each becomes `this.name` before the template is
 * compiled. Only `{{csrf}}` is a helper that stands alone.
 */
function argumentsAreData(source: string): hbs.AST.Program {
  const program = Handlebars.parse(source);
  const visitor = new Handlebars.Visitor();
  const scope = (expression: hbs.AST.Expression): void => {
    const path = expression as hbs.AST.PathExpression;
    const isName = path.type === 'PathExpression' && !path.data && path.depth === 0 && path.parts.length === 1;
    if (isName && !/^(\.|this\b)/.test(path.original)) path.original = `this.${path.original}`;
  };
  const scopeArguments = (call: { params: hbs.AST.Expression[]; hash?: hbs.AST.Hash }): void => {
    call.params.forEach(scope);
    call.hash?.pairs.forEach((pair) => scope(pair.value));
  };
  for (const kind of ['MustacheStatement', 'BlockStatement', 'SubExpression', 'PartialStatement'] as const) {
    const visit = visitor[kind].bind(visitor) as (node: hbs.AST.Node) => void;
    visitor[kind] = (node: hbs.AST.Node) => {
      const call = node as hbs.AST.MustacheStatement;
      scopeArguments(call);
      if (kind === 'MustacheStatement' && call.params.length === 0 && !call.hash && !standsAlone(call.path)) {
        scope(call.path);
      }
      visit(node);
    };
  }
  visitor.accept(program);
  return program;
}

function standsAlone(path: hbs.AST.Expression): boolean {
  return (path as hbs.AST.PathExpression).original === 'csrf';
}

interface Options {
  readonly hash: Readonly<Record<string, unknown>>;
  readonly data: { readonly root: { readonly shell: Shell } };
}

function registerHelpers(handlebars: typeof Handlebars): void {
  handlebars.registerHelper({
    /** {{t "Hay {count} créditos" count=n}} */
    t: (sentence: string, { hash, data }: Options) =>
      data.root.shell.t(sentence, hash as Record<string, string | number>),
    money: (amount: number, currency: string | Options) =>
      format.money(amount, typeof currency === 'string' ? currency : 'PEN'),
    amount: (amount: number) => format.amountText(amount),
    wholeMoney: (amount: number, currency: string | Options) =>
      format.wholeMoney(amount, typeof currency === 'string' ? currency : 'PEN'),
    count: (value: number) => format.count(value),
    percent: (value: string | number) => format.percent(value),
    ratio: (part: number, whole: number) => format.ratio(part, whole),
    hectares: (value: string | number) => format.hectares(value),
    date: (day: string | null) => (day ? format.date(day) : '—'),
    dateInWords: (day: string) => format.dateInWords(day),
    longDate: (day: string) => format.longDate(day),
    month: (day: string) => format.month(day),
    instant: (utc: string) => format.instant(utc),
    asset: (name: string) => assetPath(name),
    eq: (a: unknown, b: unknown) => a === b,
    /** {{chart ageing}}: a drawing of charts.ts, which has escaped what it writes. */
    chart: (svg: Svg) => new handlebars.SafeString(markupOf(svg)),
    /** {{field form "amount" kind="money" label=(t "Monto") hint=(t "Entre …")}}: label, hint, error and input in one. */
    field: (form: Form, name: string, { hash, data }: Options) =>
      new handlebars.SafeString(fieldHtml(form, name, hash, data.root.shell.t)),
    /** {{tokens form}}: the hidden fields that every POST form starts with. */
    tokens: (form: Form, { data }: Options) =>
      new handlebars.SafeString(hiddenFields(form.commandId, data.root.shell.csrfToken)),
    /** {{csrf}}: the same for a button that needs no command. */
    csrf: ({ data }: Options) => new handlebars.SafeString(hiddenFields(undefined, data.root.shell.csrfToken)),
  });
}
