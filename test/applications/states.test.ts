import { OPEN_STATES, STATES, stepRefusal, TRANSITIONS, isEditableBy, type State } from '../../src/applications/states';
import { STAFF_ROLES } from '../../src/web/user';

const OFFICER = 1;
const SUBMITTER = 1;
const SOMEBODY = 2;
const roles = [...STAFF_ROLES, 'farmer', 'system'];
const application = (state: State) => ({ state, officerId: OFFICER, submittedBy: SUBMITTER });

/** Every pair of states, also from one to itself. */
const pairs = STATES.flatMap((from) => STATES.map((to) => ({ from, to })));
const allowed = TRANSITIONS.map(({ from, to }) => `${from} → ${to}`);

it('each arrow of the machine is drawn once', () => {
  expect(new Set(allowed).size).toBe(allowed.length);
});

it.each(pairs.filter(({ from, to }) => !allowed.includes(`${from} → ${to}`)))(
  'nobody takes an application from $from to $to',
  ({ from, to }) => {
    for (const role of roles) {
      for (const staffId of [OFFICER, SOMEBODY]) {
        expect(stepRefusal(application(from), to, { role, staffId }, 'because')).toBe('not_from_this_state');
      }
    }
  },
);

it.each([...TRANSITIONS])('from $from to $to goes only who has the role for it', ({ from, to, roles: may, rule }) => {
  const staffId = rule === 'owner' ? OFFICER : SOMEBODY;
  const refused = roles.filter(
    (role) => stepRefusal(application(from), to, { role, staffId }, 'because') === 'role_not_allowed',
  );
  expect(refused).toEqual(roles.filter((role) => !(may as readonly string[]).includes(role)));
});

it.each([...TRANSITIONS])('from $from to $to the rule of the arrow holds', ({ from, to, roles: may, rule, reason }) => {
  const role = may[0] ?? '';
  const owner = stepRefusal(application(from), to, { role, staffId: OFFICER }, 'because');
  const other = stepRefusal(application(from), to, { role, staffId: SOMEBODY }, 'because');
  if (rule === 'owner' || rule === 'officer-own') expect([owner, other]).toEqual([undefined, 'not_the_owner']);
  else if (rule === 'second-person') expect([owner, other]).toEqual(['submitter_cannot_decide', undefined]);
  else expect([owner, other]).toEqual([undefined, undefined]);
  const actor = rule === 'second-person' ? SOMEBODY : OFFICER;
  expect(stepRefusal(application(from), to, { role, staffId: actor }, '  ')).toBe(reason ? 'reason_needed' : undefined);
});

it('an application that has ended goes nowhere', () => {
  const ended = STATES.filter((state) => !OPEN_STATES.includes(state));
  expect(ended).toEqual(['denied', 'withdrawn', 'expired', 'disbursed']);
  expect(TRANSITIONS.filter(({ from }) => ended.includes(from))).toEqual([]);
});

it('every open application can be withdrawn and can expire, and every state is reached', () => {
  for (const to of ['withdrawn', 'expired'] as const) {
    expect(TRANSITIONS.filter((one) => one.to === to).map(({ from }) => from)).toEqual(OPEN_STATES);
  }
  const reached = new Set<State>(['draft', ...TRANSITIONS.map(({ to }) => to)]);
  expect(STATES.filter((state) => !reached.has(state))).toEqual([]);
});

it.each(STATES)('the tasks of an application that is %s', (state) => {
  const open = state === 'draft' || state === 'returned';
  expect([isEditableBy(application(state), OFFICER), isEditableBy(application(state), SOMEBODY)]).toEqual([
    open,
    false,
  ]);
});
