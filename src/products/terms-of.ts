import { harvestRows, type HarvestCalendar, type Orchard, type Season } from '../lending/harvest-calendar';
import type { Centimos } from '../lending/money';
import { isRefusal, type Refusal } from '../lending/refusal';
import type { InstalmentPlan, Terms } from '../lending/terms';
import type { LoanConditions } from './store';

/** What a client asks for, on top of what the product says. */
export interface LoanRequest {
  readonly amount: Centimos;
  readonly disburseOn: string;
  readonly instalments: RequestedInstalments;
}

export type RequestedInstalments =
  | {
      readonly plan: 'harvest';
      readonly calendar: HarvestCalendar;
      readonly firstSeason: { readonly year: number; readonly season: Season };
      readonly seasons: number;
      /** For a loan to plant: instalments grow with what the trees bear. */
      readonly orchard?: Orchard;
    }
  | {
      readonly plan: 'level' | 'equal-principal';
      readonly count: number;
      readonly everyMonths: number;
      readonly firstDue: string;
    }
  | { readonly plan: 'bullet'; readonly due: string };

/**
 * The contract of a product and a request: the same for the simulator, the application and the loan, so that what was
 * quoted is what is posted. Refuses with the reasons of the lending core, e.g. `calendar_without_window` where the
 * seasons asked for bring no harvest.
 */
export function termsOf(conditions: LoanConditions, request: LoanRequest): Terms | Refusal {
  const instalments = planOf(request.instalments);
  if (isRefusal(instalments)) return instalments;
  const fees = feesOf(conditions);
  return {
    currency: conditions.currency,
    disbursements: [{ date: request.disburseOn, amount: request.amount }],
    rate: { kind: 'effective', percent: conditions.ratePercent },
    interestMethod: 'declining',
    instalments,
    grace: { principal: 0, interest: 0 },
    unpaidInterest: conditions.unpaidInterest,
    ...(conditions.insurancePercent.greaterThan(0) && {
      insurance: { percentOfBalancePer30Days: conditions.insurancePercent },
    }),
    ...(fees.length > 0 && { fees }),
    rounding: { mode: 'half-even', instalmentMultiple: 1, residue: 'last' },
  };
}

function planOf(asked: RequestedInstalments): InstalmentPlan | Refusal {
  if (asked.plan === 'harvest') {
    const { calendar, firstSeason, seasons, orchard } = asked;
    const rows = harvestRows(calendar, { firstSeason, seasons, ...(orchard && { orchard }) });
    return isRefusal(rows) ? rows : { plan: 'weighted', rows };
  }
  if (asked.plan === 'bullet') {
    return { plan: 'bullet', count: 1, every: { months: 1 }, firstDue: asked.due, monthEnd: 'clamp' };
  }
  const { plan, count, everyMonths, firstDue } = asked;
  return { plan, count, every: { months: everyMonths }, firstDue, monthEnd: 'clamp' };
}

function feesOf({ disbursementFee, instalmentFee }: LoanConditions) {
  return [
    { at: 'disbursement', amount: disbursementFee } as const,
    { at: 'each-instalment', amount: instalmentFee } as const,
  ].filter((fee) => fee.amount > 0);
}
