import { systemClock } from '../../src/clock';
import { connect, type Knex } from '../../src/db/connect';
import { migrate } from '../../src/db/migrate';
import { addDays } from '../../src/lending/dates';
import { setParameter } from '../../src/parameters/set-parameter';
import { debtOn } from '../../src/repayments/debt-on';
import { postRepayment } from '../../src/repayments/post-repayment';
import { requestChange } from '../../src/servicing/request-change';
import { loadLoan } from '../../src/loans/load';
import { date } from '../../src/web/format';
import { anInvestor, anOpenLine, draw } from '../lines/open';
import { aLoan, anApplication, aSetting, harvestTerms, type Setting } from '../loans/a-loan';
import { provide } from '../servicing/provision';
import { createWorldOn } from '../support/world';

/** What several people try at the same moment, of which one may succeed. */
export interface Bout {
  readonly attempts: readonly Attempt[];
}

export interface Attempt {
  readonly who: 'celia' | 'marta' | 'pedro';
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  /** What the page tells whoever comes too late. */
  readonly tooLate: string;
}

export type Contest = keyof typeof CONTESTS;

/** Prepares as many bouts of each contest in a new database of one lender. */
export async function prepareBouts(databaseUrl: string, howMany: number) {
  const db = connect(databaseUrl);
  try {
    await migrate(db);
    const setting = await aSetting(await createWorldOn(db, systemClock), undefined, howMany * 6_000_000);
    await provide(setting.world, setting.at, howMany * 10_000_000, systemClock.today());
    await capRates(db, setting);
    const bouts = new Map<Contest, Bout[]>();
    for (const [contest, prepare] of Object.entries(CONTESTS) as [Contest, Prepare][]) {
      const list: Bout[] = [];
      while (list.length < howMany) list.push(await prepare(setting));
      bouts.set(contest, list);
    }
    return { bouts, institutionId: setting.at.id };
  } finally {
    await db.destroy();
  }
}

type Prepare = (setting: Setting) => Promise<Bout>;

const CONTESTS = {
  'a reversal that four people send': async (setting) => {
    const { db } = setting.world;
    const loanId = await aLoan(setting);
    const payment = { commandId: command(), loanId, amount: 25_000, valueDate: systemClock.today() };
    const paid = await postRepayment(db, setting.at.by('celia'), payment);
    if (paid.type !== 'done') throw new Error(paid.reason);
    const path = `/creditos/${loanId}/pagos/${paid.eventId}/extorno`;
    const attempt = (who: 'marta' | 'pedro'): Attempt => ({
      ...{ who, path, fields: { reason: 'Se registró en otro crédito' }, tooLate: 'Este pago ya fue extornado' },
    });
    return { attempts: [attempt('marta'), attempt('pedro'), attempt('marta'), attempt('pedro')] };
  },
  'a payment of everything and the write-off': async (setting) => {
    const { db } = setting.world;
    const loanId = await aLoan(setting);
    const loaded = await loadLoan(db, setting.at.id, loanId, systemClock.today());
    if (!loaded) throw new Error('the loan is gone');
    const { payoff } = debtOn(loaded.loan, loaded.events, systemClock.today());
    const requestId = await asked(setting, loanId, 'write-off', {});
    return {
      attempts: [
        {
          who: 'celia',
          path: `/creditos/${loanId}/pagos`,
          fields: {
            amount: (payoff.total / 100).toFixed(2),
            valueDate: date(systemClock.today()),
            channel: 'cash',
            intent: '',
          },
          tooLate: 'Este crédito ya no recibe pagos: está pagado o castigado',
        },
        decision(loanId, requestId, 'marta', 'approved', 'El crédito ya no está vigente: no se le puede cambiar nada'),
      ],
    };
  },
  'two loans for the last money of a line': async (setting) => {
    const { world, at } = setting;
    const today = systemClock.today();
    const investorId = await anInvestor(world, `Inversionista ${command()}`);
    const lineId = await anOpenLine(world, investorId, {
      institutionId: at.id,
      name: `Línea ${command()}`,
      currency: 'PEN',
      commitment: 1_500_000,
      availableFrom: addDays(today, -30),
      availableUntil: addDays(today, 300),
      maturesOn: addDays(today, 2_000),
      regions: ['10'],
    });
    await draw(world, at, lineId, 1_500_000, today);
    const terms = harvestTerms({
      disbursements: [{ date: today, amount: 800_000 }],
      instalments: { plan: 'level', count: 6, every: { months: 1 }, monthEnd: 'clamp' },
    });
    const attempt = async (): Promise<Attempt> => ({
      who: 'celia',
      path: `/desembolsos/${await anApplication(setting, terms)}`,
      fields: { lineId: String(lineId), disbursedOn: date(today), channel: 'cash' },
      tooLate: 'La línea ya no tiene dinero suficiente para este crédito. Elige otra',
    });
    return { attempts: [await attempt(), await attempt()] };
  },
  'yes and no to the same request': async (setting) => {
    const today = systemClock.today();
    const terms = harvestTerms({
      disbursements: [{ date: addDays(today, -20), amount: 100_000 }],
      instalments: { plan: 'level', count: 6, every: { months: 1 }, monthEnd: 'clamp' },
    });
    const loanId = await aLoan(setting, terms);
    const requestId = await asked(setting, loanId, 'rate-change', {
      change: { rate: { kind: 'effective', percent: '20' } },
    });
    return {
      attempts: [
        decision(loanId, requestId, 'marta', 'approved', 'Esta solicitud ya fue decidida'),
        decision(loanId, requestId, 'pedro', 'denied', 'Esta solicitud ya fue decidida'),
      ],
    };
  },
} as const satisfies Record<string, Prepare>;

function decision(
  loanId: number,
  requestId: number,
  who: Attempt['who'],
  word: 'approved' | 'denied',
  tooLate: string,
): Attempt {
  const fields = { decision: word, reason: word === 'denied' ? 'No hace falta' : '' };
  return { who, path: `/creditos/${loanId}/cambios/${requestId}`, fields, tooLate };
}

async function asked(
  { world, at }: Setting,
  loanId: number,
  kind: 'write-off' | 'rate-change',
  details: object,
): Promise<number> {
  const request = { commandId: command(), loanId, kind, amount: 0, details, reason: 'Helada' };
  const outcome = await requestChange(world.db, at.by('carmen'), request);
  if (outcome.type !== 'done') throw new Error(outcome.reason);
  return outcome.requestId;
}

/** The law's caps are known for some years; the tests run in any. */
async function capRates(db: Knex, { at }: Setting): Promise<void> {
  const set = await setParameter(db, at.by('ana'), {
    commandId: command(),
    name: 'rate-cap.PEN',
    validFrom: addDays(systemClock.today(), -1),
    validTo: addDays(systemClock.today(), 400),
    figures: { compensatory: '80.00', moratory: '16.80' },
    source: 'Prueba',
    status: 'entered',
  });
  if (set.type !== 'done') throw new Error(set.reason);
}

let commands = 0;

function command(): string {
  return `bout-${++commands}`;
}
