import { loadLoan } from '../../../src/loans/load';
import { debtOn } from '../../../src/repayments/debt-on';
import type { Act, ActKind } from './acts';
import { dayAfter, lenderOf } from './notebook';
import type { LoanModel } from './notes-on-loans';
import { HARVEST_ACTS } from './perform-harvest';
import { SHEET_ACTS } from './perform-sheets';
import { command, daysBefore, lenderIn, numbered, share, type Perform, type Performance, type Scene } from './scene';
import type { Asked } from './use-cases';

/** Makes the commands of an act. Amounts are read from what the program says is owed: the answer is judged elsewhere. */
export async function* perform(scene: Scene, act: Act): Performance {
  yield* PERFORMANCES[act.kind](scene, act);
}

const pay = (how: Partial<Payment> | ((scene: Scene, act: Act) => Partial<Payment>)): Perform =>
  async function* paying(scene, act) {
    yield await payment(scene, act, typeof how === 'function' ? how(scene, act) : how);
  };

const change = (kind: string, details: (act: Act) => object): Perform =>
  async function* changing(scene, act) {
    const asked = yield await request(scene, act, kind, details(act));
    if (asked.type === 'done') yield decision(scene, 'marta', Number(asked['requestId']), 'approved', '');
  };

const PERFORMANCES: Readonly<Record<ActKind, Perform>> = {
  approve: async function* approve(scene, { which }) {
    const applicationId = numbered([...lenderIn(scene).applications.keys()], which + 2);
    yield command(scene, which % 4 === 0 ? 'carmen' : 'marta', 'approve-application', { applicationId, reason: 'Sí' });
  },
  disburse: async function* disburse(scene, { which, other }) {
    const { applications, lines } = lenderIn(scene);
    yield command(scene, other % 7 === 6 ? 'marta' : 'celia', 'disburse-loan', {
      applicationId: numbered([...applications.keys()], which),
      lineId: numbered([...lines.keys()], other % 3 === 2 ? 1 : 0),
      disbursedOn: scene.day,
    });
  },
  'pay-on-time': pay({ of: 'next', share: 100 }),
  'pay-in-part': pay((_scene, { percent }) => ({ of: 'next', share: Math.min(percent, 99), channel: 'bank' })),
  'pay-too-much': pay((_scene, { percent, other }) => ({
    ...{ of: 'all', share: 101 + percent, acceptExcess: other % 3 === 0 },
  })),
  'pay-nothing': pay({ of: 'all', share: 0 }),
  'pay-tomorrow': pay(({ day }) => ({ of: 'next', share: 50, valueDate: dayAfter(day) })),
  advance: pay((_scene, { percent }) => ({ of: 'all', share: percent, intent: 'advance' })),
  'prepay-term': pay((_scene, { percent }) => ({ of: 'all', share: percent, intent: 'prepay-reduce-term' })),
  'prepay-amount': pay((_scene, { percent }) => ({ of: 'all', share: percent, intent: 'prepay-reduce-amount' })),
  'pay-off': pay({ of: 'payoff', share: 100 }),
  'back-date': pay(({ day }, { percent, daysAgo }) => ({
    ...{ of: 'next', share: percent, valueDate: daysBefore(day, daysAgo), intent: 'advance' },
  })),
  'pay-at-the-other-lender': pay({ of: 'next', share: 50, loanId: 77 }),
  'pay-written-off': pay((scene) => ({ of: 'next', share: 50, loanId: writtenOffLoan(scene) })),
  repeat: async function* repeat({ told, day }, { which }) {
    const once = told.filter(({ useCase }) => useCase !== 'close-day');
    if (once.length > 0) yield { ...numbered(once, which), day };
  },
  'reuse-command': async function* reuse({ told, day }, { which }) {
    const once = told.filter(({ useCase }) => useCase !== 'close-day');
    if (once.length === 0) return;
    const asked = numbered(once, which);
    yield { ...asked, day, input: { ...asked.input, ...somethingElse(asked) } };
  },
  reverse: async function* reverse(scene, act) {
    yield reversal(scene, act, 'marta', ({ reversed }) => !reversed);
  },
  'reverse-again': async function* again(scene, act) {
    yield reversal(scene, act, 'marta', ({ reversed }) => reversed);
  },
  'reverse-own': async function* own(scene, act) {
    yield reversal(scene, act, 'celia', ({ reversed }) => !reversed);
  },
  charge: async function* charge(scene, { which, other, percent, daysAgo }) {
    yield command(scene, other % 5 === 4 ? 'celia' : 'marta', 'charge-loan', {
      loanId: someLoan(scene, which),
      kind: other % 2 === 0 ? 'fee' : 'penalty',
      amount: percent * 31,
      due: other % 6 === 5 ? daysBefore(scene.day, daysAgo) : dayAfter(scene.day),
      reason: 'Inspección',
    });
  },
  waive: change('waiver', ({ other }) => ({
    part: (['principal', 'interest', 'late-interest', 'fee', 'penalty'] as const)[other % 5] ?? 'interest',
  })),
  reprogram: change('reprogramming', ({ other }) => ({
    change: {
      instalments: {
        plan: (['level', 'equal-principal', 'bullet'] as const)[other % 3] ?? 'level',
        count: 1 + (other % 6),
        every: { months: 1 + (other % 3) },
      },
      unpaidInterest: other % 2 === 0 ? 'capitalise' : 'carry',
      cause: { reason: other % 4 === 0 ? 'request' : 'difficulty' },
    },
  })),
  'extra-grace': change('extra-grace', ({ other }) => ({
    change: { months: 1 + (other % 6), cause: { reason: 'difficulty' } },
  })),
  'rate-change': change('rate-change', ({ percent }) => ({
    change: { rate: { kind: 'effective', percent: String(percent) } },
  })),
  'write-off': async function* writeOff(scene, act) {
    yield* change('write-off', () => ({}))(scene, { ...act, which: await mostLate(scene) });
  },
  'decide-own': async function* own(scene, act) {
    const asked = yield await request(scene, act, 'rate-change', newRate(act), 'marta');
    const requestId = asked.type === 'done' ? Number(asked['requestId']) : numbered(requestsOf(scene), act.which);
    yield decision(scene, 'marta', requestId, 'approved', '');
    yield decision(scene, 'pedro', requestId, 'denied', '');
    yield decision(scene, 'pedro', requestId, 'denied', 'No hace falta');
  },
  deny: async function* deny(scene, act) {
    const asked = yield await request(scene, act, 'rate-change', newRate(act));
    if (asked.type !== 'done') return;
    const requestId = Number(asked['requestId']);
    yield await request(scene, act, 'extra-grace', { change: { months: 2, cause: { reason: 'request' } } });
    yield decision(scene, 'pedro', requestId, 'denied', 'No hace falta');
    yield decision(scene, 'marta', requestId, 'approved', '');
  },
  withdraw: async function* withdraw(scene, act) {
    const asked = yield await request(scene, act, 'rate-change', newRate(act));
    const requestId = asked.type === 'done' ? Number(asked['requestId']) : numbered(requestsOf(scene), act.which);
    yield command(scene, 'marta', 'withdraw-change', { requestId, reason: 'Se pidió por error' });
    yield command(scene, 'carmen', 'withdraw-change', { requestId, reason: 'Se pidió por error' });
  },
  sue: async function* sue(scene, { which, other }) {
    const loanId = which % 2 === 0 ? someLoan(scene, which) : someLoan(scene, await mostLate(scene));
    const filedOn = other % 4 === 3 ? daysBefore(scene.day, other % 30) : scene.day;
    const paper = { filedOn, court: 'Juzgado de Paz de Tingo María', caseNumber: String(other), reason: 'No paga' };
    yield command(scene, other % 9 === 8 ? 'celia' : 'marta', 'file-suit', { loanId, ...paper });
  },
  'end-suit': async function* end(scene, act) {
    const sued = () => [...lenderIn(scene).loans].filter(([, { inCourt }]) => inCourt).map(([loanId]) => loanId);
    if (sued().length === 0) yield* PERFORMANCES.sue(scene, { ...act, which: 1, other: 0 });
    yield command(scene, 'pedro', 'end-suit', {
      ...{ loanId: numbered(sued(), act.which, 1), reason: 'Se llegó a un acuerdo' },
    });
  },
  recover: async function* recover(scene, { percent, other }) {
    const loanId = writtenOffLoan(scene);
    const owed = await owedOf(scene, loanId);
    const channel = other % 3 === 0 ? 'bank' : 'cash';
    const amount = share(owed.all, percent);
    yield command(scene, 'celia', 'record-recovery', { loanId, amount, valueDate: scene.day, channel });
  },
  'close-next-day': async function* close(scene, { other }) {
    const { closed } = lenderIn(scene);
    let date = closed ? dayAfter(closed.last) : daysBefore(scene.day, other % 2);
    for (let more = other % 3; more >= 0; more--, date = dayAfter(date)) {
      yield command(scene, 'raul', 'close-day', { date });
      if (date >= scene.day) return;
    }
  },
  'close-out-of-order': async function* jump(scene, { daysAgo, other }) {
    const { closed } = lenderIn(scene);
    const ahead = closed ? dayAfter(dayAfter(closed.last)) : dayAfter(scene.day);
    const behind = daysBefore(closed?.first ?? scene.day, daysAgo);
    yield command(scene, 'raul', 'close-day', { date: closed && other % 2 === 0 ? behind : ahead });
  },
  'close-again': async function* again(scene, { other }) {
    const { closed } = lenderIn(scene);
    if (closed) yield command(scene, 'raul', 'close-day', { date: other % 2 === 0 ? closed.first : closed.last });
  },
  draw: async function* draw(scene, act) {
    yield command(scene, 'pedro', 'draw-down', movement(scene, act, 5_000));
  },
  'repay-line': async function* repay(scene, act) {
    yield command(scene, 'marta', 'repay-line', movement(scene, act, 4_000));
  },
  'reverse-movement': async function* takeBack(scene, { which, other }) {
    const line = numbered([...lenderIn(scene).lines.values()], other);
    const [movementId, maker] = numbered([...line.movements], which);
    const another = maker.who === 'marta' ? 'pedro' : 'marta';
    const who = other % 5 === 4 ? maker.who : another;
    yield command(scene, who, 'reverse-movement', {
      ...{
        institutionId: lenderIn(scene).institutionId,
        lineId: line.id,
        movementId: which % 9 === 8 ? 901 : movementId,
        reason: 'Error',
      },
    });
  },
  ...HARVEST_ACTS,
  ...SHEET_ACTS,
};

interface Payment {
  readonly of: 'next' | 'all' | 'payoff';
  readonly share: number;
  readonly intent: string;
  readonly valueDate: string;
  readonly channel: string;
  readonly acceptExcess: boolean;
  readonly loanId: number;
}

async function payment(scene: Scene, { which }: Act, how: Partial<Payment>): Promise<Asked> {
  const { of = 'next', share: percent = 100, intent, channel, acceptExcess, valueDate = scene.day } = how;
  const loanId = how.loanId ?? someLoan(scene, which);
  const owed = await owedOf(scene, loanId);
  return command(scene, 'celia', 'post-repayment', {
    loanId,
    amount: share(owed[of], percent),
    valueDate,
    ...(intent !== undefined && { intent }),
    ...(channel !== undefined && { channel }),
    ...(acceptExcess === true && { acceptExcess }),
  });
}

async function owedOf({ db, model, lender, day }: Scene, loanId: number) {
  const loaded = await loadLoan(db, lenderOf(model, lender).institutionId, loanId, day);
  if (!loaded) return { next: 10_000, all: 10_000, payoff: 10_000 };
  const next = loaded.state.instalments.find((row) => row.outstanding > 0)?.outstanding ?? 500;
  const all = loaded.state.outstanding.total;
  const payoff = loaded.loan.status === 'active' ? debtOn(loaded.loan, loaded.events, day).payoff.total : all;
  return { next, all, payoff };
}

async function request(scene: Scene, { which, percent }: Act, kind: string, details: object, who = 'carmen') {
  const loanId = someLoan(scene, which);
  const { part } = details as { part?: string };
  const amount = kind === 'waiver' ? share((await owedOf(scene, loanId)).next, part === 'principal' ? percent : 5) : 0;
  return command(scene, who, 'request-change', { loanId, kind, amount, details, reason: 'Helada' });
}

function decision(scene: Scene, who: string, requestId: number, word: string, reason: string): Asked {
  return command(scene, who, 'decide-change', { requestId, decision: word, reason });
}

function reversal(scene: Scene, { which, other }: Act, who: string, chosen: (one: { reversed: boolean }) => boolean) {
  const loans = [...lenderIn(scene).loans].filter(([, loan]) => [...loan.payments.values()].some(chosen));
  const [loanId, loan] = loans.length > 0 ? numbered(loans, which) : [1, undefined];
  const payments = loan ? [...loan.payments].filter(([, one]) => chosen(one)) : [];
  // The latest are taken back more often than the first ones.
  const [eventId] = payments.at(-1 - (other % Math.max(1, payments.length))) ?? [4_444];
  return command(scene, who, 'reverse-repayment', { loanId, eventId, reason: 'Error de registro' });
}

function movement(scene: Scene, { which, percent, daysAgo, other }: Act, step: number) {
  const { institutionId, lines } = lenderIn(scene);
  const valueDate = other % 3 === 0 ? daysBefore(scene.day, daysAgo) : scene.day;
  return { institutionId, lineId: numbered([...lines.keys()], which), amount: percent * step, valueDate };
}

/** A change of what was asked that the program must not take for the same. */
function somethingElse({ input }: Asked): Readonly<Record<string, unknown>> {
  if (typeof input['amount'] === 'number') return { amount: input['amount'] + 1 };
  if (typeof input['reason'] === 'string') return { reason: `${input['reason']} y más` };
  return { lineId: 99 };
}

function newRate({ percent }: Act) {
  return { change: { rate: { kind: 'effective', percent: String(1 + (percent % 70)) } } };
}

function someLoan(scene: Scene, which: number): number {
  return numbered([...lenderIn(scene).loans.keys(), ...(which % 20 === 19 ? [901] : [])], which, 901);
}

/** The place of the loan that has waited longest for its money. */
async function mostLate(scene: Scene): Promise<number> {
  const { institutionId, loans } = lenderIn(scene);
  const waiting = { institution_id: institutionId, status: 'active' };
  const row: { id: number } | undefined = await scene
    .db('loan')
    .where(waiting)
    .orderBy(['oldest_unpaid_due', 'id'])
    .first('id');
  return Math.max(0, [...loans.keys()].indexOf(row?.id ?? 0));
}

function writtenOffLoan(scene: Scene): number {
  const loans = [...lenderIn(scene).loans];
  const isLost = ([, loan]: [number, LoanModel]) => loan.writtenOff;
  return (loans.find(isLost) ?? loans[0] ?? [901])[0];
}

function requestsOf(scene: Scene): number[] {
  return [...lenderIn(scene).requests.keys(), 901];
}
