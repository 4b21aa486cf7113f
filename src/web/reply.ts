/** What a handler answers, as plain data; the web layer turns it into bytes and headers. */
export type Reply = Page | Redirect | File | { readonly type: 'not-found' } | { readonly type: 'forbidden' };

export interface Page {
  readonly type: 'page';
  /** A file of views/ without its extension, e.g. `loans/show`. */
  readonly view: string;
  /** The `<h1>` and the `<title>`, already translated. */
  readonly title: string;
  /** Plain data for the template: texts, numbers, flags, lists. Every field the template names must be present. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly status?: number;
  readonly layout?: 'staff' | 'farmer' | 'print';
  /** Where the link above the heading leads. */
  readonly back?: { readonly to: string; readonly label: string };
}

export interface Redirect {
  readonly type: 'redirect';
  /** A path of this program, `/creditos/12`. */
  readonly to: string;
  /** One sentence for the top of the next page, already translated. */
  readonly notice?: string;
}

export interface File {
  readonly type: 'file';
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer | string;
}

export const notFound: Reply = { type: 'not-found' };
export const forbidden: Reply = { type: 'forbidden' };

export function page(view: string, title: string, data: Readonly<Record<string, unknown>>, more?: Partial<Page>): Page {
  return { type: 'page', view, title, data, ...more };
}

export function redirect(to: string, notice?: string): Redirect {
  return { type: 'redirect', to, ...(notice !== undefined && { notice }) };
}
