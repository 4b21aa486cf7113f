import fc from 'fast-check';

/** What happens in a step, before it is known to which loan and how much: numbers are drawn, figures follow later. */
export interface Act {
  readonly kind: ActKind;
  /** Which loan, line, payment or application, counted around. */
  readonly which: number;
  readonly other: number;
  /** Of what is due, owed, free, or open. */
  readonly percent: number;
  readonly daysAgo: number;
}

export interface Step {
  /** Days that pass before it. */
  readonly days: number;
  readonly lender: 'selva' | 'valle';
  readonly act: Act;
}

/** How often each kind of act is drawn among all. */
const WEIGHTS = {
  approve: 2.5,
  disburse: 5,
  'pay-on-time': 10,
  'pay-in-part': 7,
  'pay-too-much': 5,
  'pay-nothing': 2.5,
  'pay-tomorrow': 2.5,
  advance: 5,
  'prepay-term': 3,
  'prepay-amount': 3,
  'pay-off': 2.5,
  'back-date': 6,
  repeat: 4,
  'reuse-command': 3,
  'pay-at-the-other-lender': 2.5,
  reverse: 7,
  'reverse-again': 2.5,
  'reverse-own': 2.5,
  charge: 3,
  waive: 4,
  reprogram: 3,
  'extra-grace': 2.5,
  'rate-change': 2.5,
  'decide-own': 2.5,
  deny: 2.5,
  withdraw: 2.5,
  sue: 3,
  'end-suit': 2.5,
  'write-off': 7,
  recover: 3,
  'pay-written-off': 2.5,
  'close-next-day': 6,
  'close-out-of-order': 2.5,
  'close-again': 2.5,
  draw: 3,
  'repay-line': 3,
  'reverse-movement': 2.5,
  deliver: 4,
  'deliver-again': 2.5,
  'deliver-late': 2.5,
  'take-delivery-back': 3,
  remit: 3,
  'take-remittance-back': 2.5,
  'sheet-out': 4,
  'sheet-in': 3,
  'sheet-counted': 4,
  'sheet-back': 2.5,
  'settle-row': 2.5,
} as const;

export type ActKind = keyof typeof WEIGHTS;

export const ACT_KINDS = Object.keys(WEIGHTS) as ActKind[];

const kind = fc.oneof(
  ...ACT_KINDS.map((name) => ({ weight: WEIGHTS[name] * 2, arbitrary: fc.constant<ActKind>(name) })),
);

const act: fc.Arbitrary<Act> = fc.record({
  kind,
  which: fc.nat(999),
  other: fc.nat(999),
  percent: fc.integer({ min: 1, max: 130 }),
  daysAgo: fc.integer({ min: 1, max: 90 }),
});

const days = fc.oneof(
  { weight: 10, arbitrary: fc.constant(0) },
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 7 }) },
  { weight: 4, arbitrary: fc.integer({ min: 8, max: 31 }) },
  { weight: 3, arbitrary: fc.integer({ min: 32, max: 120 }) },
);

const lender = fc.oneof(
  { weight: 4, arbitrary: fc.constant('selva' as const) },
  { weight: 1, arbitrary: fc.constant('valle' as const) },
);

const step: fc.Arbitrary<Step> = fc.record({ days, lender, act });

/** So many steps; the first two hand out a loan at each lender, because without one there is little to tell. */
export function history(steps: number): fc.Arbitrary<Step[]> {
  const rest = fc.array(step, { minLength: steps - 2, maxLength: steps - 2 });
  return fc
    .noBias(fc.tuple(fc.nat(2), fc.nat(2), rest))
    .map(([one, other, others]) => [handingOut('selva', one), handingOut('valle', other), ...others]);
}

function handingOut(lenderCode: Step['lender'], which: number): Step {
  return { days: 0, lender: lenderCode, act: { kind: 'disburse', which, other: 0, percent: 1, daysAgo: 1 } };
}
