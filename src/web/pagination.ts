/** Rows on one page of a list. */
export const PAGE_ROWS = 50;

export interface Pages {
  readonly many: boolean;
  readonly current: number;
  readonly last: number;
  readonly links: readonly {
    readonly number: number;
    readonly to: string;
    readonly current: boolean;
    readonly gap: boolean;
  }[];
}

/** First, last and the neighbours of the current page, each a link that keeps the filters: 1 … 4 [5] 6 … 12. */
export function pagesOf(rows: number, asked: number, path: string, query: Readonly<Record<string, unknown>>): Pages {
  const last = Math.max(1, Math.ceil(rows / PAGE_ROWS));
  const current = asked > last ? 1 : asked;
  const shown = [...new Set([1, current - 1, current, current + 1, last])].filter(
    (number) => number >= 1 && number <= last,
  );
  const links = shown.flatMap((number, index) => {
    const link = {
      number,
      to: withQuery(path, { ...query, pagina: number === 1 ? undefined : number }),
      current: number === current,
      gap: false,
    };
    const skipped = number - (shown[index - 1] ?? 0) > 1;
    return skipped ? [{ ...link, current: false, gap: true }, link] : [link];
  });
  return { many: last > 1, current, last, links };
}

/** A path with the filters that are set; empty ones are left out so that a link can be read aloud. */
export function withQuery(path: string, query: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'string' ? value !== '' : typeof value === 'number') parameters.set(name, String(value));
    else if (value === true) parameters.set(name, '1');
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}
