import { expectAgreement } from './agrees-with-oracle';

it('agrees with the oracle on flat interest, equal principal, free instalments, bullet and interest only', () => {
  expectAgreement(
    {
      plans: ['equal-principal', 'free', 'bullet', 'interest-only', 'level', 'weighted'],
      methods: ['declining', 'flat'],
      disbursements: 2,
      unpaid: ['capitalise', 'carry'],
      most: 24,
    },
    20261004,
  );
}, 600_000);
