import { harvestRows } from '../lending/harvest-calendar';
import { decimalText } from '../lending/money';
import { isRefusal } from '../lending/refusal';
import type { InstalmentPlan, Terms } from '../lending/terms';
import { refusalError, shapeError, type ContractError } from './contract-error';
import { termsShape } from './terms-shape';

/**
 * Reads contract 1. What is left out takes its default, and a harvest plan becomes the weighted one of its calendar.
 * What the schedule would refuse is still terms here.
 */
export function parseTerms(json: unknown): Terms | ContractError {
  const parsed = termsShape.safeParse(json);
  if (!parsed.success) return shapeError(parsed.error);
  const { instalments, ...rest } = parsed.data;
  if (instalments.plan !== 'harvest') return { ...rest, instalments };
  const rows = harvestRows(instalments, instalments);
  return isRefusal(rows) ? refusalError(rows) : { ...rest, instalments: { plan: 'weighted', rows } };
}

/** Writes terms as contract 1, with every default spelled out: `parseTerms(termsJson(terms))` are the same terms. */
export function termsJson(terms: Terms): object {
  const { rate, insurance, fees, rounding } = terms;
  return {
    currency: terms.currency,
    disbursements: terms.disbursements.map(({ date, amount }) => ({ date, amount: decimalText(amount) })),
    rate: { ...rate, percent: rate.percent.toFixed() },
    interestMethod: terms.interestMethod,
    instalments: planJson(terms.instalments),
    grace: terms.grace,
    unpaidInterest: terms.unpaidInterest,
    ...(insurance && { insurance: { percentOfBalancePer30Days: insurance.percentOfBalancePer30Days.toFixed() } }),
    ...(fees && { fees: fees.map(({ at, amount }) => ({ at, amount: decimalText(amount) })) }),
    rounding: { ...rounding, instalmentMultiple: decimalText(rounding.instalmentMultiple) },
  };
}

function planJson(plan: InstalmentPlan): object {
  if (plan.plan === 'weighted') {
    const rows = plan.rows.map(({ due, weight, atMost }) => ({
      due,
      weight: weight.toFixed(),
      ...(atMost !== undefined && { atMost: decimalText(atMost) }),
    }));
    return { plan: plan.plan, rows };
  }
  if (plan.plan === 'free') {
    const rows = plan.rows.map(({ due, amount }) => ({
      due,
      ...(amount !== undefined && { amount: decimalText(amount) }),
    }));
    return { plan: plan.plan, rows };
  }
  return plan;
}
