import { departments, findInvestor } from '../alliance/store';
import type { Knex } from '../db/connect';
import { allProducts } from '../products/store';
import { findLender } from './line-list';
import type { LineTerms } from './show-page';
import { productsOfLine, regionsOfLine, type CreditLine } from './store';

/** A line with the names of what its numbers stand for. */
export async function termsOf(db: Knex, line: CreditLine): Promise<LineTerms> {
  const { institutionId, id } = line;
  const lender = await findLender(db, institutionId);
  const investor = await findInvestor(db, line.investorId);
  if (!lender || !investor) throw new Error(`line ${id} of institution ${institutionId} lacks its lender or investor`);
  const regions = await regionsOfLine(db, institutionId, id);
  const chosen = await productsOfLine(db, institutionId, id);
  const products = (await allProducts(db, institutionId)).filter((product) => chosen.includes(product.id));
  return {
    line,
    institution: lender.name,
    investor,
    regions: (await departments(db)).filter(({ code }) => regions.includes(code)),
    products: products.map((product) => product.name),
  };
}
