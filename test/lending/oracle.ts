import DecimalJs from 'decimal.js';

/**
 * A second way to reckon contract 1, from its definitions alone: 60 digits, amounts in units, dates by the engine's
 * calendar, no code of src/lending. It is slow and plain on purpose; where the core solves, this one simulates.
 */
const D = DecimalJs.clone({ precision: 60, rounding: DecimalJs.ROUND_HALF_EVEN, toExpNeg: -60, toExpPos: 60 });
type D = DecimalJs;

export interface OracleTerms {
  currency?: string;
  disbursements: { date: string; amount: string }[];
  rate: { kind: 'effective'; percent: string } | { kind: 'nominal'; percent: string; dayCount: string };
  interestMethod: 'declining' | 'flat';
  instalments: {
    plan: string;
    count?: number;
    every?: { months?: number; weeks?: number; days?: number };
    firstDue?: string;
    monthEnd?: string;
    rows?: { due: string; weight?: string; amount?: string }[];
  };
  grace: { principal: number; interest: number };
  unpaidInterest: 'capitalise' | 'carry';
  insurance?: { percentOfBalancePer30Days: string };
  fees?: { at: string; amount: string }[];
  rounding: { mode: string; instalmentMultiple: string; residue: string };
}

export interface OracleRow {
  due: string;
  principal: D;
  interest: D;
  insurance: D;
  fees: D;
  total: D;
  balance: D;
  interestCarried: D;
}

export interface OracleSchedule {
  rows: OracleRow[];
  unit?: D;
}

export function oracleSchedule(terms: OracleTerms): OracleSchedule {
  const periods = periodsOf(terms);
  const { pays, unit, flatInterest } = planOf(terms, periods);
  const rows = walk(terms, periods, pays, flatInterest);
  return unit ? { rows, unit } : { rows };
}

// --- time ---------------------------------------------------------------------------------------------------------

interface Period {
  from: string;
  due: string;
  whole: D;
  part: (date: string) => D;
  premium: D;
  premiumPart: (date: string) => D;
  drawn: { date: string; amount: D }[];
}

function periodsOf(terms: OracleTerms): Period[] {
  const dues = dueDates(terms);
  return dues.map((due, index) => {
    const from = dues[index - 1] ?? terms.disbursements[0]!.date;
    const whole = interestBetween(terms, from, from, due, index);
    const premium = premiumOf(terms, from, due, index);
    const byDays = (date: string) => new D(days(date, due)).div(days(from, due));
    return {
      from,
      due,
      whole,
      part: (date) =>
        terms.rate.kind === 'nominal' ? whole.times(byDays(date)) : interestBetween(terms, from, date, due, index),
      premium,
      premiumPart: (date) => premium.times(byDays(date)),
      drawn: terms.disbursements
        .filter(({ date }) => date >= from && date < due)
        .map(({ date, amount }) => ({ date, amount: new D(amount) })),
    };
  });
}

function dueDates({ instalments: plan, disbursements }: OracleTerms): string[] {
  if (plan.rows) return plan.rows.map(({ due }) => due);
  const start = plan.firstDue ?? disbursements[0]!.date;
  const offset = plan.firstDue ? 0 : 1;
  const dates = [...Array(plan.count).keys()].map((index) => step(start, plan.every!, index + offset, plan.monthEnd));
  return plan.plan === 'bullet' ? [dates.at(-1)!] : dates;
}

function step(date: string, every: { months?: number; weeks?: number; days?: number }, times: number, end?: string) {
  if (every.months) return months(date, every.months * times, end);
  return text(utc(date) + (every.days ?? 7 * every.weeks!) * times * DAY);
}

const DAY = 86_400_000;
const utc = (date: string) => Date.parse(`${date}T00:00:00Z`);
const text = (instant: number) => new Date(instant).toISOString().slice(0, 10);
const days = (from: string, to: string) => (utc(to) - utc(from)) / DAY;

const parts = (date: string) => [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8))] as const;

function months(date: string, count: number, end = 'clamp'): string {
  const [year, month, day] = parts(date);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  if (day <= last) return text(Date.UTC(year, month - 1 + count, day));
  return end === 'clamp' ? text(Date.UTC(year, month - 1 + count, last)) : text(Date.UTC(year, month + count, 1));
}

function days30(terms: OracleTerms, from: string, to: string, index: number): number {
  const { every, plan, firstDue } = terms.instalments;
  if (every && plan !== 'bullet' && !every.months) return days(from, to);
  if (every && plan !== 'bullet' && (index > 0 || !firstDue)) return 30 * every.months!;
  const [y1, m1, d1] = parts(from);
  const [y2, m2, d2] = parts(to);
  const between = 12 * (y2 - y1) + m2 - m1;
  if (months(from, between) === to) return 30 * between;
  return 30 * between + Math.min(30, d2) - Math.min(30, d1);
}

/** What 1 bears from `on` to `due`, inside a period that begins at `from`. */
function interestBetween(terms: OracleTerms, from: string, on: string, due: string, index: number): D {
  const rate = new D(terms.rate.percent).div(100);
  if (terms.rate.kind === 'effective') {
    const { percent } = terms.rate;
    if (terms.unpaidInterest === 'capitalise') return growth(percent, days(on, due)).minus(1);
    let accrued = new D(0);
    for (let month = 0; months(from, month) < due; month++) {
      const start = latest(months(from, month), on);
      const end = earliest(months(from, month + 1), due);
      if (end > start) accrued = accrued.plus(growth(percent, days(start, end)).minus(1));
    }
    return accrued;
  }
  const { dayCount } = terms.rate;
  if (dayCount === '30/360') return rate.times(days30(terms, from, due, index)).div(360);
  if (dayCount !== 'actual/actual') return rate.times(days(from, due)).div(dayCount.split('/')[1]!);
  let fraction = new D(0);
  let start = from;
  for (let year = Number(from.slice(0, 4)); start < due; year++) {
    const end = earliest(`${year}-12-31`, due);
    const next = Number(due.slice(0, 4)) === year ? due : end;
    fraction = fraction.plus(new D(days(start, next)).div(days(`${year}-01-01`, `${year + 1}-01-01`)));
    start = next;
  }
  return rate.times(fraction);
}

const growths = new Map<string, D>();

function growth(percent: string, count: number): D {
  const key = `${percent} ${count}`;
  const known = growths.get(key);
  if (known) return known;
  const grown = count === 1 ? new D(percent).div(100).plus(1).pow(new D(1).div(360)) : growth(percent, 1).pow(count);
  growths.set(key, grown);
  return grown;
}

function premiumOf(terms: OracleTerms, from: string, due: string, index: number): D {
  const months30 = terms.rate.kind === 'nominal' && terms.rate.dayCount === '30/360';
  const count = months30 ? days30(terms, from, due, index) : days(from, due);
  return new D(terms.insurance?.percentOfBalancePer30Days ?? 0).times(count).div(3000);
}

const earliest = (one: string, other: string) => (one < other ? one : other);
const latest = (one: string, other: string) => (one > other ? one : other);

// --- what each instalment pays ------------------------------------------------------------------------------------

type Pays = { interestOnly: true } | { amount: D } | { principal: D } | { rest: true };

interface Plan {
  pays: Pays[];
  unit?: D;
  flatInterest?: D[];
}

function planOf(terms: OracleTerms, periods: Period[]): Plan {
  const { plan: name, rows = [] } = terms.instalments;
  const last = periods.length - 1;
  if (name === 'free') {
    return { pays: rows.map(({ amount }) => (amount ? { amount: new D(amount) } : { rest: true })) };
  }
  const weights = periods.map((_, index) => new D(rows[index]?.weight ?? 1));
  const endsAtOnce = name === 'bullet' || name === 'interest-only';
  const firstRepaying = endsAtOnce ? last : terms.grace.principal;
  const flat = terms.interestMethod === 'flat';
  const pays: Pays[] = periods.map(() => (flat ? { principal: new D(0) } : { interestOnly: true }));
  const flatInterest = periods.map(() => new D(0));
  pays[last] = { rest: true };
  let unit: D | undefined;
  periods.forEach(({ drawn }, start) => {
    if (drawn.length === 0 || (endsAtOnce && !flat)) return;
    const known = periods.map((period, index) => (index <= start ? period : { ...period, drawn: [] }));
    const first = Math.max(start, firstRepaying);
    const before = walk(terms, known.slice(0, start), pays, flat ? flatInterest : undefined).at(-1);
    const owed = sum(known.slice(start).flatMap((period) => period.drawn.map((one) => one.amount)));
    const debt = owed.plus(before?.balance ?? 0);
    if (flat) {
      const later = sum(known.slice(start + 1).map((period) => period.whole));
      const borne = sum(drawn.map((one) => one.amount.times(known[start]!.part(one.date).plus(later))));
      proportional(round(terms, borne), weights.slice(start), terms, new D('0.01')).forEach((part, index) => {
        flatInterest[start + index] = flatInterest[start + index]!.plus(part);
      });
      const multiple = name === 'equal-principal' ? new D('0.01') : new D(terms.rounding.instalmentMultiple);
      proportional(debt, weights.slice(first), terms, multiple).forEach((part, index) => {
        if (first + index < last) pays[first + index] = { principal: part };
      });
    } else if (name === 'equal-principal') {
      const principal = round(terms, debt.div(periods.length - first));
      for (let index = first; index < last; index++) pays[index] = { principal };
    } else {
      const carried = terms.unpaidInterest === 'carry' && start > terms.grace.interest ? before?.interestCarried : 0;
      const balance = debt.minus(first === start ? owed : 0);
      unit = unitFor(terms, known.slice(first), weights.slice(first), balance, new D(carried ?? 0), first === start);
      const pay = (amounts: D[]) => amounts.forEach((amount, k) => first + k < last && (pays[first + k] = { amount }));
      const residue = (amounts: D[]) => {
        pay(amounts);
        const end = walk(terms, known, pays).at(-1)!;
        return end.principal.plus(end.interest).minus(amounts.at(-1)!);
      };
      const amounts = weights.slice(first).map((weight) => toMultiple(terms, weight.times(unit!)));
      const over = residue(amounts);
      if (
        terms.rounding.residue === 'spread' &&
        over
          .abs()
          .times(100)
          .gt(Math.floor(amounts.length / 2)) &&
        amounts.length > 1
      ) {
        const total = sum(weights.slice(first));
        const tried = amounts.map((amount, k) =>
          toMultiple(terms, amount.plus(round(terms, over.times(weights[first + k]!).div(total)))),
        );
        pay(residue(tried).abs().lt(over.abs()) ? tried : amounts);
      }
    }
  });
  return { pays, ...(unit && name === 'weighted' && { unit }), ...(flat && { flatInterest }) };
}

/** The unit that leaves nothing: trial and correction, at once where the debt is linear in it. */
function unitFor(terms: OracleTerms, periods: Period[], weights: D[], balance: D, carried: D, drawsFirst: boolean): D {
  const published = terms.rate.kind === 'nominal' && terms.rounding.residue === 'spread';
  const carry = terms.unpaidInterest === 'carry';
  const left = (unit: D) => {
    let principal = balance;
    let waiting = carried;
    periods.forEach((period, index) => {
      const drawn = index === 0 && drawsFirst ? period.drawn : [];
      const atStart = published && !carry;
      waiting = waiting.plus(principal.times(period.whole));
      for (const { date, amount } of drawn) {
        waiting = waiting.plus(amount.times(atStart ? period.whole : period.part(date)));
        principal = principal.plus(amount);
      }
      waiting = waiting.minus(weights[index]!.times(unit));
      if (!carry || waiting.isNegative()) {
        principal = principal.plus(waiting);
        waiting = new D(0);
      }
    });
    return principal.plus(waiting);
  };
  let trial = left(new D(0));
  while (left(trial).isPositive()) trial = trial.times(2);
  for (let correction = 0; correction < 500; correction++) {
    const nearby = trial.times('1.00000000000000000001');
    const here = left(trial);
    const slope = left(nearby).minus(here).div(nearby.minus(trial));
    const next = trial.minus(here.div(slope));
    if (next.minus(trial).abs().lt('1e-30')) return next;
    trial = next;
  }
  throw new Error('the oracle found no instalment');
}

// --- the walk -----------------------------------------------------------------------------------------------------

function walk(terms: OracleTerms, periods: Period[], pays: Pays[], flatInterest?: D[]): OracleRow[] {
  const rows: OracleRow[] = [];
  let balance = new D(0);
  let waiting = new D(0);
  const fees = sum((terms.fees ?? []).filter(({ at }) => at === 'each-instalment').map(({ amount }) => new D(amount)));
  periods.forEach((period, index) => {
    let bears = balance.times(period.whole);
    let insured = balance.times(period.premium);
    for (const { date, amount } of period.drawn) {
      bears = bears.plus(amount.times(period.part(date)));
      insured = insured.plus(amount.times(period.premiumPart(date)));
      balance = balance.plus(amount);
    }
    waiting = waiting.plus(flatInterest?.[index] ?? round(terms, bears));
    const due = index < terms.grace.interest ? new D(0) : waiting;
    const how = pays[index]!;
    let principal = new D(0);
    let interest = due;
    if ('rest' in how) {
      principal = balance;
      interest = waiting;
    } else if ('principal' in how) principal = how.principal;
    else if ('amount' in how) {
      if (terms.unpaidInterest === 'carry') interest = D.min(due, how.amount);
      principal = how.amount.minus(interest);
    }
    waiting = waiting.minus(interest);
    balance = balance.minus(principal);
    const insurance = round(terms, insured);
    const total = principal.plus(interest).plus(insurance).plus(fees);
    rows.push({ due: period.due, principal, interest, insurance, fees, total, balance, interestCarried: waiting });
  });
  return rows;
}

// --- rounding -----------------------------------------------------------------------------------------------------

const MODES: Record<string, DecimalJs.Rounding> = { 'half-even': 6, 'half-up': 4, down: 1, up: 0 };

function round(terms: OracleTerms, amount: D): D {
  return amount.toDecimalPlaces(2, MODES[terms.rounding.mode]!);
}

function toMultiple(terms: OracleTerms, amount: D, multiple = new D(terms.rounding.instalmentMultiple)): D {
  return amount.div(multiple).toDecimalPlaces(0, MODES[terms.rounding.mode]!).times(multiple);
}

function proportional(amount: D, weights: D[], terms: OracleTerms, multiple: D): D[] {
  const total = sum(weights);
  const rounded = weights.slice(0, -1).map((weight) => toMultiple(terms, amount.times(weight).div(total), multiple));
  return [...rounded, amount.minus(sum(rounded))];
}

function sum(amounts: D[]): D {
  return amounts.reduce((total, amount) => total.plus(amount), new D(0));
}

/** For the cost alone, where six decimals are asked for. */
const Cost = DecimalJs.clone({ precision: 45, rounding: DecimalJs.ROUND_HALF_EVEN });

// --- cost ---------------------------------------------------------------------------------------------------------

/** What the loan is worth to the client at a yearly rate on 360 days: received less paid, on the first day. */
export function worthAt(terms: OracleTerms, rows: OracleRow[], percent: string, plus = '0'): D {
  const daily = new Cost(percent).plus(plus).div(100).plus(1).pow(new Cost(1).div(360));
  const kept = sum((terms.fees ?? []).filter(({ at }) => at === 'disbursement').map(({ amount }) => new D(amount)));
  const flows = [
    ...terms.disbursements.map(({ date, amount }) => ({ date, amount: new D(amount) })),
    ...rows.map(({ due, total }) => ({ date: due, amount: total.negated() })),
  ].toSorted((one, other) => one.date.localeCompare(other.date));
  let worth = new Cost(0);
  let date = flows.at(-1)!.date;
  for (const flow of flows.toReversed()) {
    worth = worth.div(daily.pow(days(flow.date, date))).plus(flow.amount);
    date = flow.date;
  }
  return worth.minus(kept);
}

/** The yearly cost by halving, for a comparison of speed: what a program does that knows nothing better. */
export function oracleTceaPercent(terms: OracleTerms, rows: OracleRow[]): string {
  let low = new D(-50);
  let high = new D(1000);
  while (high.minus(low).gt('1e-8')) {
    const middle = low.plus(high).div(2);
    if (worthAt(terms, rows, middle.toFixed()).isNegative()) low = middle;
    else high = middle;
  }
  return low.toFixed(6);
}
