import type { Knex } from '../db/connect';
import { openRequests } from '../servicing/store';
import { kindName } from '../servicing/words';
import { count, money } from '../web/format';
import type { StaffUser } from '../web/user';
import { waitingSince, type Reader, type Section } from './page';
import { SHOWN } from './whose';

/** Changes of loans that wait for this person: a manager decides what somebody else asked for; none, no section. */
export async function changeSection(db: Knex, user: StaffUser, reader: Reader): Promise<Section | undefined> {
  if (user.role !== 'manager') return undefined;
  const { t } = reader;
  const requests = (await openRequests(db, user.institutionId)).filter(({ requestedBy }) => requestedBy !== user.id);
  if (requests.length === 0) return undefined;
  return {
    title: t('Cambios por decidir'),
    count: count(requests.length),
    rows: requests.slice(0, SHOWN).map((request) => ({
      to: `/creditos/${request.loanId}/cambios/${request.id}`,
      title: `${kindName(request.kind, t)} · ${request.farmer}`,
      tag: waitingSince(request.requestedAt, reader),
      facts: [
        ...(request.amount > 0 ? [money(request.amount, request.currency)] : []),
        t('crédito {number}', { number: request.loanId }),
        request.requester,
        request.reason,
      ],
      phone: null,
    })),
    all: '/cambios',
    empty: '',
  };
}
