import { amountRefusal, dateRefusal, percentRefusal } from './field-refusals';
import { graceRefusal, instalmentsRefusal } from './instalments-refusal';
import { LARGEST_AMOUNT, sumOf } from './money';
import { refuse, type Refusal } from './refusal';
import type { Terms } from './terms';

/** What is wrong with terms before anything is reckoned; undefined where nothing is. */
export function termsRefusal(terms: Terms): Refusal | undefined {
  return (
    disbursementRefusal(terms) ??
    percentRefusal(terms.rate.percent, LARGEST_RATE, 'rate.percent') ??
    instalmentsRefusal(terms) ??
    graceRefusal(terms) ??
    feeRefusal(terms) ??
    insuranceRefusal(terms) ??
    amountRefusal(terms.rounding.instalmentMultiple, 'rounding.instalmentMultiple')
  );
}

/** In percent a year. */
const LARGEST_RATE = 10_000;
const MOST_DISBURSEMENTS = 600;

function disbursementRefusal({ disbursements }: Terms): Refusal | undefined {
  if (disbursements.length === 0) return refuse('no_disbursement', 'disbursements');
  if (disbursements.length > MOST_DISBURSEMENTS) return refuse('too_many_disbursements', 'disbursements');
  for (const [index, { date, amount }] of disbursements.entries()) {
    const path = `disbursements.${index}`;
    const fault = amountRefusal(amount, `${path}.amount`) ?? dateRefusal(date, `${path}.date`);
    if (fault) return fault;
    if (date < (disbursements[index - 1]?.date ?? date)) return refuse('dates_out_of_order', `${path}.date`);
  }
  const total = sumOf(disbursements.map(({ amount }) => amount));
  return total > LARGEST_AMOUNT ? refuse('amount_too_large', 'disbursements') : undefined;
}

/** What is kept back must leave the client something. */
function feeRefusal({ fees = [], disbursements }: Terms): Refusal | undefined {
  for (const [index, { amount }] of fees.entries()) {
    const fault = amountRefusal(amount, `fees.${index}.amount`);
    if (fault) return fault;
  }
  const keptBack = sumOf(fees.filter(({ at }) => at === 'disbursement').map(({ amount }) => amount));
  return keptBack >= (disbursements[0]?.amount ?? 0) ? refuse('fees_exceed_disbursement', 'fees') : undefined;
}

/** In percent of the balance per 30 days. */
const LARGEST_PREMIUM = 100;

function insuranceRefusal({ insurance }: Terms): Refusal | undefined {
  const path = 'insurance.percentOfBalancePer30Days';
  return insurance && percentRefusal(insurance.percentOfBalancePer30Days, LARGEST_PREMIUM, path);
}
