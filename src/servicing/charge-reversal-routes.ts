import { loadLoan } from '../loans/load';
import { partiesOf } from '../loans/parties';
import { chargeReversers } from '../loans/roles';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { money } from '../web/format';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { chargeParams, chargeReversalForm } from './form';
import { changeRefusalWords } from './refusal-words';
import { chargeReversalRefusal, reverseCharge } from './reverse-charge';

const common = {
  path: '/creditos/:id/cambios/cargo/:eventId/extorno',
  roles: chargeReversers,
  scope: 'institution',
  params: chargeParams,
  query: nothing,
} as const;

export const chargeReversalRoutes: Route[] = [
  route({ ...common, method: 'get', body: nothing, handle: (ask) => reversalPage(ask, blankForm()) }),
  route({
    ...common,
    method: 'post',
    body: chargeReversalForm,
    invalid: (ask, form) => reversalPage(ask, form),
    handle: async (ask) => {
      const { id: loanId, eventId } = ask.params;
      const input = { commandId: ask.commandId, loanId, eventId, reason: ask.body.reason };
      const outcome = await reverseCharge(ask.db, ask.by, input);
      if (outcome.type === 'done') {
        return redirect(
          `/creditos/${loanId}`,
          ask.t('Cargo extornado. El crédito quedó como si no se hubiera registrado'),
        );
      }
      if (outcome.reason === 'loan_not_found' || outcome.reason === 'charge_not_found') return notFound;
      const { message } = changeRefusalWords(outcome.reason, ask.t);
      const again = await reversalPage(ask, refusedForm(blankForm(ask.typed), 'form', message));
      return again.type === 'page' ? { ...again, status: 422 } : again;
    },
  }),
];

type ChargeAsk = Ask<{ readonly id: number; readonly eventId: number }, unknown, unknown>;

async function reversalPage({ db, user, params, clock, t }: ChargeAsk, form: Form): Promise<Reply> {
  const loaded = await loadLoan(db, user.institutionId, params.id, clock.today());
  const charge = loaded?.events.find(({ id, type }) => id === params.eventId && type === 'charge');
  if (!loaded || !charge) return notFound;
  const { loan, events } = loaded;
  const parties = await partiesOf(db, user.institutionId, loan.id);
  const impossible = chargeReversalRefusal(events, charge, user.id);
  return page(
    'servicing/reverse-charge',
    t('Extornar un cargo del crédito {number}', { number: loan.id }),
    {
      id: loan.id,
      eventId: charge.id,
      farmer: parties.farmer.name,
      amount: money(charge.amount, loan.currency),
      chargedOn: charge.valueDate,
      why: charge.reason,
      impossible: impossible ? changeRefusalWords(impossible, t).message : null,
      form,
    },
    { back: { to: `/creditos/${loan.id}`, label: t('Volver al crédito') } },
  );
}
