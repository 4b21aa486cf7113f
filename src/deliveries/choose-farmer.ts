import { searchFarmers } from '../farmers/search-farmers';
import { blankForm } from '../web/form';
import { withQuery } from '../web/pagination';
import { page, type Reply } from '../web/reply';
import type { Ask } from '../web/route';

const FARMERS_SHOWN = 20;

/** The step before a form about a farmer: found by name or DNI, each with the address of the form. */
export async function chooseFarmerPage(
  { db, user }: Pick<Ask<unknown, unknown, unknown>, 'db' | 'user'>,
  title: string,
  path: string,
  searched: string,
  back: { readonly to: string; readonly label: string },
): Promise<Reply> {
  const text = searched.trim();
  const cut = { from: 0, rows: FARMERS_SHOWN };
  const found = text === '' ? [] : await searchFarmers(db, user.institutionId, { text }, cut);
  const farmers = found.map(({ id, name, documentNumber, district, organisation }) => ({
    to: withQuery(path, { productor: id }),
    ...{ name, documentNumber, district, organisation },
  }));
  return page(
    'deliveries/choose-farmer',
    title,
    { form: blankForm({ buscar: text }), action: path, text, farmers },
    { back },
  );
}
