import { isContractError } from '../src/contract/contract-error';
import { parseHistory, type HistoryOn } from '../src/contract/history-json';
import { addDays, addMonths } from '../src/lending/dates';
import type { LoanState } from '../src/lending/history';
import { decimalText } from '../src/lending/money';
import { isRefusal } from '../src/lending/refusal';
import { replay } from '../src/lending/replay';
import { oracleReplay, type OracleEvent, type OracleHistory } from '../test/lending/replay-oracle';
import { perSecond, type Measured } from './measure';

const SAMPLES = 500;
const COMPARED = 8;
const AS_OF = '2029-12-31';

/** Replays of a loan of three years with 40 events, late interest included, against living through it day by day. */
export function measureReplays(seconds: number): Measured[] {
  const lived = Array.from({ length: SAMPLES }, (_, index) => threeYears(index));
  const compared = lived.slice(0, COMPARED);
  const identical = compared.filter((history) => agrees(history)).length;
  return [
    {
      name: 'replay, 36 instalments, 40 events',
      perSecond: perSecond(lived.map(read), seconds, stateOf),
      naivePerSecond: perSecond(compared, seconds / 2, (history) => oracleReplay(history, AS_OF)),
      identical: `${identical}/${compared.length}`,
    },
  ];
}

/** Paid some days early or late, now and then a little less or more; a fee, a penalty, and a payment taken back. */
function threeYears(index: number): OracleHistory {
  const start = addDays('2026-01-05', (index * 17) % 300);
  const amount = 500_000 + ((index * 791_900) % 2_000_000);
  const instalment = Math.round(amount * 0.0395);
  const events: OracleEvent[] = [
    { id: 'out', type: 'disbursement', date: start, amount: decimalText(amount) },
    { id: 'fee', type: 'charge', kind: 'fee', date: addDays(start, 150), due: addDays(start, 150), amount: '15.00' },
    {
      id: 'late',
      type: 'charge',
      kind: 'penalty',
      date: addDays(start, 500),
      due: addDays(start, 500),
      amount: '25.00',
    },
    { id: 'back', type: 'reversal', date: addDays(start, 160), of: 'paid-4' },
  ];
  const payments = Array.from({ length: 36 }, (_, month): OracleEvent => {
    const date = addDays(addMonths(start, month + 1), ((index + month * 7) % 11) - 3);
    const paid = instalment + ([0, -1000, 1000, 0, 0][(index + month) % 5] ?? 0);
    return { id: `paid-${month}`, type: 'repayment', date, amount: decimalText(paid) };
  });
  return {
    terms: {
      currency: 'PEN',
      disbursements: [{ date: start, amount: decimalText(amount) }],
      rate: { kind: 'effective', percent: (15 + ((index * 13) % 400) / 20).toFixed(2) },
      interestMethod: 'declining',
      instalments: { plan: 'level', count: 36, every: { months: 1 }, monthEnd: 'clamp' },
      grace: { principal: 0, interest: 0 },
      unpaidInterest: 'capitalise',
      rounding: { mode: 'half-even', instalmentMultiple: '0.01', residue: 'last' },
    },
    allocation: {
      order: ['penalty', 'fee', 'interest', 'principal'],
      across: 'instalment',
      excess: 'next-instalment',
    },
    lateInterest: { annualPercent: '16.97' },
    events: [...events.slice(0, 3), ...payments, ...events.slice(3)],
  };
}

function agrees(lived: OracleHistory): boolean {
  const state = stateOf(read(lived));
  const expected = oracleReplay(lived, AS_OF);
  return (
    decimalText(state.outstanding.total) === expected.outstanding &&
    decimalText(state.overpaid) === expected.overpaid &&
    state.instalments.every((row, index) => decimalText(row.paid) === expected.paid[index])
  );
}

function read({ lateInterest, ...history }: OracleHistory): HistoryOn {
  const late = lateInterest && { lateInterest: { ...lateInterest, on: 'overdue-principal' } };
  const parsed = parseHistory({ ...history, ...late, asOf: AS_OF });
  if (isContractError(parsed)) throw new Error(parsed.error.message);
  return parsed;
}

function stateOf({ history, asOf }: HistoryOn): LoanState {
  const state = replay(history, asOf);
  if (isRefusal(state)) throw new Error(`refused: ${state.reason} (${state.path})`);
  return state;
}
