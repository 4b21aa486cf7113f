import { randomUUID } from 'node:crypto';
import { date } from '../../src/web/format';
import { hiddenFieldsOf } from '../support/browser';
import { PASSWORD } from '../support/world';

/** One intention to pay; its command id goes with every attempt. */
export interface Payment {
  readonly commandId: string;
  readonly loanId: number;
  /** Céntimos. */
  readonly amount: number;
  readonly valueDate: string;
}

/**
 * What became of an attempt. `paid` only when the whole answer has arrived; `cut` when the connection ended before, and
 * nobody knows; `busy` when the server says that it did nothing.
 */
export type Answer =
  | { readonly type: 'paid'; readonly receipt: string }
  | { readonly type: 'busy'; readonly page: string }
  | { readonly type: 'cut' };

/** Signed in over HTTP; the session is in the database, so it outlives the process that made it. */
export interface Session {
  readonly cookie: string;
  readonly csrf: string;
}

export function aPayment(loanId: number, amount: number, valueDate: string): Payment {
  return { commandId: randomUUID(), loanId, amount, valueDate };
}

/** Signs in as a person would: page, form, the hidden fields of the form. */
export async function signInAt(address: string, user: string, at: FormAt = TILL): Promise<Session> {
  const door = await fetch(`${address}/entrar`);
  const hidden = hiddenFieldsOf(await door.text(), '/entrar');
  const entered = await postForm(`${address}/entrar`, cookieOf(door), { ...hidden, user, password: PASSWORD });
  if (entered.status !== 303) throw new Error(`${user} could not sign in: ${entered.status}`);
  const cookie = cookieOf(entered);
  const shown = await fetch(`${address}${at.page}`, { headers: { cookie } });
  const csrf = hiddenFieldsOf(await shown.text(), at.action)['_csrf'];
  if (csrf === undefined) throw new Error(`the form of ${at.page} has no token: ${shown.status}`);
  return { cookie, csrf };
}

/** A page with a form that the person may send. */
interface FormAt {
  readonly page: string;
  readonly action: string;
}

const TILL: FormAt = { page: '/creditos/1/pagos/nuevo', action: '/creditos/1/pagos' };

/** Any other answer than the three is a fault of the server and throws with the page. */
export async function pay(address: string, session: Session, payment: Payment): Promise<Answer> {
  const { commandId, loanId, amount, valueDate } = payment;
  const answer = await send(address, session, `/creditos/${loanId}/pagos`, {
    _command: commandId,
    amount: (amount / 100).toFixed(2),
    valueDate: date(valueDate),
    channel: 'cash',
    intent: '',
  });
  if (!answer) return { type: 'cut' };
  const { status, location, text } = answer;
  if (status === 303 && /\/pagos\/\d+$/.test(location)) return { type: 'paid', receipt: location };
  if (status === 503) return { type: 'busy', page: text };
  throw new Error(`the payment was answered with ${status} ${location}\n${text}`);
}

export interface FullAnswer {
  readonly status: number;
  readonly location: string;
  readonly text: string;
}

/** Sends the form of a page; undefined where the connection ended before the whole answer. */
export function send(
  address: string,
  { cookie, csrf }: Session,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<FullAnswer | undefined> {
  return fullAnswer(() => postForm(`${address}${path}`, cookie, { _csrf: csrf, ...fields }));
}

async function fullAnswer(ask: () => Promise<Response>): Promise<FullAnswer | undefined> {
  try {
    const response = await ask();
    const text = await response.text();
    return { status: response.status, location: response.headers.get('location') ?? '', text };
  } catch {
    return undefined;
  }
}

function postForm(address: string, cookie: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams(fields),
  });
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');
}
