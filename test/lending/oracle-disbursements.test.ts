import { expectAgreement } from './agrees-with-oracle';

it('agrees with the oracle on further disbursements inside a period and on a due date', () => {
  expectAgreement(
    {
      plans: ['level', 'weighted', 'equal-principal'],
      disbursements: 3,
      unpaid: ['capitalise', 'capitalise', 'carry'],
      most: 16,
    },
    20261003,
  );
}, 600_000);
