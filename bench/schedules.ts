import { isContractError } from '../src/contract/contract-error';
import { parseTerms } from '../src/contract/terms-json';
import { isRefusal } from '../src/lending/refusal';
import { schedule } from '../src/lending/schedule';
import type { Schedule } from '../src/lending/schedule-rows';
import type { Terms } from '../src/lending/terms';
import { oracleSchedule, oracleTceaPercent, type OracleTerms } from '../test/lending/oracle';
import { perSecond, type Measured } from './measure';

const SAMPLES = 2000;
const COMPARED = 40;

/** Schedules with their TCEA, on one core; amounts, dates and rates differ from one to the next. */
export function measureSchedules(seconds: number): Measured[] {
  return [
    measured('level, 12 instalments', level(12), seconds),
    measured('level, 36 instalments', level(36), seconds),
    measured('level, 60 instalments', level(60), seconds),
    measured('harvest, 8 windows, capitalised', harvest('capitalise'), seconds),
    measured('harvest, 8 windows, carried', harvest('carry'), seconds),
  ];
}

function measured(name: string, termsOf: (index: number) => OracleTerms, seconds: number): Measured {
  const json = Array.from({ length: SAMPLES }, (_, index) => termsOf(index));
  const compared = json.slice(0, COMPARED);
  const identical = compared.filter((terms) => agrees(terms)).length;
  return {
    name,
    perSecond: perSecond(json.map(read), seconds, scheduleOf),
    naivePerSecond: perSecond(compared, seconds / 2, naive),
    identical: `${identical}/${compared.length}`,
  };
}

/** Monthly, at one of 400 TEAs, from any day of any month: real dates with months of 28 to 31 days. */
function level(count: number) {
  return (index: number) =>
    loan(index, { plan: 'level', count, every: { months: 1 }, monthEnd: 'clamp' }, 'capitalise');
}

/** Two windows a year, the first in the second year after planting. */
function harvest(unpaidInterest: OracleTerms['unpaidInterest']) {
  return (index: number) => {
    const rows = Array.from({ length: 8 }, (_, window) => ({
      due: `${2028 + Math.floor(window / 2)}-${window % 2 === 0 ? '07-31' : '12-15'}`,
      weight: String(20 + ((index * 7 + window * 13) % 40)),
    }));
    return loan(index, { plan: 'weighted', rows }, unpaidInterest);
  };
}

function loan(
  index: number,
  instalments: OracleTerms['instalments'],
  unpaidInterest: OracleTerms['unpaidInterest'],
): OracleTerms {
  const month = String(1 + ((index * 5) % 12)).padStart(2, '0');
  const day = String(1 + ((index * 7) % 28)).padStart(2, '0');
  return {
    currency: 'PEN',
    disbursements: [{ date: `2026-${month}-${day}`, amount: (1000 + ((index * 79_19) % 20_000)).toFixed(2) }],
    rate: { kind: 'effective', percent: (12 + ((index * 13) % 400) / 10).toFixed(1) },
    interestMethod: 'declining',
    instalments,
    grace: { principal: 0, interest: 0 },
    unpaidInterest,
    rounding: { mode: 'half-even', instalmentMultiple: '0.01', residue: 'last' },
  };
}

function naive(terms: OracleTerms): string {
  return oracleTceaPercent(terms, oracleSchedule(terms).rows);
}

function agrees(terms: OracleTerms): boolean {
  const { instalments } = scheduleOf(read(terms));
  return oracleSchedule(terms).rows.every(({ principal, interest, balance }, index) => {
    const row = instalments[index];
    return (
      row &&
      principal.times(100).eq(row.principal) &&
      interest.times(100).eq(row.interest) &&
      balance.times(100).eq(row.balance)
    );
  });
}

function read(json: OracleTerms): Terms {
  const terms = parseTerms(json);
  if (isContractError(terms)) throw new Error(terms.error.message);
  return terms;
}

function scheduleOf(terms: Terms): Schedule {
  const result = schedule(terms);
  if (isRefusal(result)) throw new Error(`refused: ${result.reason}`);
  return result;
}
