import { expectAgreement } from './agrees-with-oracle';

it('agrees with the oracle on instalments by weight, with unpaid interest capitalised or carried', () => {
  expectAgreement({ plans: ['weighted', 'level'], unpaid: ['capitalise', 'carry', 'carry'], most: 12 }, 20261002);
}, 600_000);
