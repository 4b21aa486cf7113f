import { ACCOUNTS, ofQuietAccounts, type AccountName } from '../../src/ledger/accounts';
import { createTestDb, onPostgres } from '../support/database';

const QUIET: AccountName[] = [
  ...(['loansRestructured', 'loansRefinanced', 'loansOverdue', 'loansInCourt'] as const),
  ...(['interestReceivable', 'provision', 'organisationReceivable', 'borrowings'] as const),
];

(onPostgres ? describe.skip : describe)('The entries of an account that no everyday payment books on', () => {
  it.each(QUIET)('%s are read from their own index', async (account) => {
    expect(await planOf(account, ofQuietAccounts('e.account_code'))).toContain('entry_of_quiet_account');
  });

  it('are not when the query does not say that the account is quiet, since SQLite cannot know', async () => {
    expect(await planOf('provision', 'true')).not.toContain('entry_of_quiet_account');
  });

  it('are those of no account where a payment in cash is booked', () => {
    for (const { code } of [ACCOUNTS.cash, ACCOUNTS.loans, ACCOUNTS.interestIncome]) {
      expect(ofQuietAccounts('account_code')).not.toContain(code);
    }
  });
});

async function planOf(account: AccountName, condition: string): Promise<string> {
  const db = await createTestDb();
  const steps = (await db.raw(
    `explain query plan select sum(e.amount) from entry e
       join journal j on j.institution_id = e.institution_id and j.id = e.journal_id
      where e.institution_id = ? and e.account_code = ? and ${condition}`,
    [1, ACCOUNTS[account].code],
  )) as { detail: string }[];
  return steps.map(({ detail }) => detail).join('\n');
}
