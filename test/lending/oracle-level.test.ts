import { expectAgreement } from './agrees-with-oracle';

it('agrees with the oracle on instalments that are level, under every rate and step', () => {
  expectAgreement({ plans: ['level'] }, 20261001);
}, 600_000);
