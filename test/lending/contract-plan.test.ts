import { contractPlan } from '../../src/lending/contract-plan';
import { planInForce } from '../../src/lending/plan-in-force';
import { isRefusal } from '../../src/lending/refusal';
import { cajaTerms, plainTerms } from './a-loan';

it('A contract that is carried out as it was signed is reckoned once', () => {
  const first = contractPlan(cajaTerms, { ...cajaTerms });
  expect(contractPlan(cajaTerms, { ...cajaTerms, disbursements: [...cajaTerms.disbursements] })).toBe(first);
  expect(isRefusal(first) ? first : first.rows).toEqual(planInForce(cajaTerms).rows);
});

it.each([
  ['on another day', { date: '2026-12-15', amount: 800_000 }],
  ['of another amount', { date: '2026-11-30', amount: 700_000 }],
])('A disbursement %s than was signed has a plan of its own', (_how, disbursement) => {
  const terms = { ...cajaTerms, disbursements: [disbursement] };
  const signed = contractPlan(cajaTerms, cajaTerms);
  const plan = contractPlan(cajaTerms, terms);
  expect(isRefusal(plan) ? plan : plan.rows).toEqual(planInForce(terms).rows);
  expect(plan).not.toEqual(signed);
});

it('Terms that are refused are refused each time', () => {
  const terms = { ...plainTerms, disbursements: [] };
  const refused = { type: 'refused', reason: 'no_disbursement', path: 'disbursements' };
  expect([contractPlan(terms, terms), contractPlan(terms, terms)]).toEqual([refused, refused]);
});
