import Handlebars from 'handlebars';

/** Text for HTML and for quoted attributes. */
export function escapeHtml(text: string): string {
  return Handlebars.escapeExpression(text);
}
