import type { Express } from 'express';
import supertest from 'supertest';
import { PASSWORD } from './world';

/** A person at a browser: keeps cookies, posts forms with what the page had hidden in them. */
export interface Person {
  get(path: string): Promise<supertest.Response>;
  /** Opens the page, fills its form and sends it; the hidden fields of the form go along. */
  submit(page: string, fields: Fields, action?: string): Promise<supertest.Response>;
  /** Sends a form as it stands, without opening a page before. */
  post(path: string, fields: Fields): Promise<supertest.Response>;
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export function somebody(app: Express): Person {
  const agent = supertest.agent(app);
  const post = (path: string, fields: Fields) =>
    agent
      .post(path)
      .type('form')
      .set('Sec-Fetch-Site', 'same-origin')
      .send(encoded(fields))
      .then((response) => response);
  return {
    get: (path) => agent.get(path).then((response) => response),
    post,
    async submit(page, fields, action) {
      const shown = await agent.get(page);
      const hidden = hiddenFieldsOf(shown.text, action ?? page);
      return post(action ?? page.split('?')[0] ?? page, { ...hidden, ...fields });
    },
  };
}

/** Signs in as `carmen@selva`. */
export async function signIn(app: Express, user: string): Promise<Person> {
  const person = somebody(app);
  const answer = await person.submit('/entrar', { user, password: PASSWORD });
  if (answer.status !== 303) throw new Error(`${user} could not sign in: ${answer.status}\n${textOf(answer.text)}`);
  return person;
}

/** What a person reads: the page without its tags, with single spaces. */
export function textOf(html: string): string {
  return html
    .replace(/<(style|head)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&nbsp;|\u00a0|\u202f/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;|&#39;/g, "'")
    .replace(/&#x3D;/g, '=')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The hidden fields of the form with that action, or of the first POST form of the page's content. */
export function hiddenFieldsOf(html: string, action: string): Record<string, string> {
  const forms = [...html.matchAll(/<form[^>]*method="post"[^>]*>[\s\S]*?<\/form>/g)].map((match) => match[0]);
  const content = forms.filter((form) => !/action="\/(salir|idioma)"/.test(form));
  const form = content.find((candidate) => candidate.includes(`action="${action}"`)) ?? content[0] ?? forms[0] ?? '';
  const inputs = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return Object.fromEntries(inputs.map((match) => [match[1] ?? '', textOf(match[2] ?? '')]));
}

function encoded(fields: Fields): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const single of [value].flat()) parameters.append(name, single);
  return parameters.toString();
}
