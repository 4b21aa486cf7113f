import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import { searchKey } from '../web/fields';
import { allInvestors, NO_INSTITUTION } from './store';

export interface NewInvestor {
  readonly commandId: string;
  readonly name: string;
  /** ISO 3166-1, two letters. */
  readonly country: string;
}

export type InvestorAdded =
  | { readonly type: 'done'; readonly investorId: number }
  | { readonly type: 'refused'; readonly reason: 'command_reused' | 'investor_exists' };

/** Enters an investor. Refuses a name that is already there, with or without accents and capitals. */
export async function addInvestor(db: Knex, by: By, { commandId, name, country }: NewInvestor): Promise<InvestorAdded> {
  const command = { id: commandId, kind: 'add-investor', content: { name, country } };
  const answer = await once(db, by, command, (trx) => enterInvestor(trx, by, { name, country }));
  return answer.type === 'done' ? answer.outcome : answer;
}

/** The same inside the transaction of a command that does more. */
export async function enterInvestor(
  trx: Knex.Transaction,
  by: By,
  { name, country }: Omit<NewInvestor, 'commandId'>,
): Promise<InvestorAdded> {
  // The number comes first: its row makes two who add the same investor at the same time take turns.
  const id = await nextNumber(trx, NO_INSTITUTION, 'investor');
  const others = await allInvestors(trx);
  if (others.some((other) => searchKey(other.name) === searchKey(name))) {
    return { type: 'refused', reason: 'investor_exists' };
  }
  await trx('investor').insert({ id, name, country });
  const details = { name, country };
  await recordDeed(trx, by, { action: 'investor-added', entity: 'investor', entityId: id, details, after: details });
  return { type: 'done', investorId: id };
}
