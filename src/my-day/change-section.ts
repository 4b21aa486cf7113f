import type { Knex } from '../db/connect';
import { openRequests } from '../servicing/store';
import { changeName } from '../loans/words';
import { count, money } from '../web/format';
import type { StaffUser } from '../web/user';
import { waitingSince, type Reader, type Section } from './page';
import { SHOWN } from './whose';

/**
 * Changes of loans that wait: for a manager what somebody else asked for and they decide; for an officer what they asked
 * for and another has not decided yet. None, no section.
 */
export async function changeSection(db: Knex, user: StaffUser, reader: Reader): Promise<Section | undefined> {
  const isOfficer = user.role === 'officer';
  if (!isOfficer && user.role !== 'manager') return undefined;
  const { t } = reader;
  const open = await openRequests(db, user.institutionId);
  const requests = open.filter(({ requestedBy }) => (requestedBy === user.id) === isOfficer);
  if (requests.length === 0) return undefined;
  return {
    title: isOfficer ? t('Mis cambios pedidos, por decidir') : t('Cambios por decidir'),
    count: count(requests.length),
    rows: requests.slice(0, isOfficer ? requests.length : SHOWN).map((request) => ({
      to: `/creditos/${request.loanId}/cambios/${request.id}`,
      title: `${changeName(request.kind, t)} · ${request.farmer}`,
      tag: waitingSince(request.requestedAt, reader),
      facts: [
        ...(request.amount > 0 ? [money(request.amount, request.currency)] : []),
        t('crédito {number}', { number: request.loanId }),
        ...(isOfficer ? [] : [request.requester]),
        request.reason,
      ],
      phone: null,
    })),
    // An officer has no list of them: all that wait stand here.
    all: isOfficer ? null : '/cambios',
    empty: '',
  };
}
