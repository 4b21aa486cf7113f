import { blankForm, refusedForm, type Form } from '../web/form';
import { notFound, page, type Page, type Reply } from '../web/reply';
import type { Ask } from '../web/route';
import type { FarmerChanged } from './change-farmer';
import { officerOptions, organisationOptions } from './choices';
import { allDistricts, districtOptions } from './places';
import { documentTakenSentence, farmerSentence, reusedSentence } from './refusals';
import type { FarmerRegistered } from './register-farmer';
import type { Farmer } from './rows';
import { findFarmer } from './store';
import { sexOptions } from './words';

type AnyAsk = Ask<unknown, unknown, unknown>;

/** The page with the form of a farmer; `existing` is the farmer whose document was typed. */
type FormPage = (ask: AnyAsk, form: Form, existing?: Farmer) => Promise<Page>;

export const newFarmerPage: FormPage = (ask, form, existing) =>
  formPage(ask, form, {
    title: ask.t('Registrar productor'),
    action: '/productores/nuevo',
    button: ask.t('Registrar productor'),
    back: { to: '/productores', label: ask.t('Volver a Productores') },
    ...(existing && { existing }),
  });

export function changePage(farmer: Farmer): FormPage {
  return (ask, form, existing) =>
    formPage(ask, form, {
      title: ask.t('Editar los datos de {name}', { name: farmer.name }),
      action: `/productores/${farmer.id}/editar`,
      button: ask.t('Guardar cambios'),
      back: { to: `/productores/${farmer.id}`, label: ask.t('Volver a {name}', { name: farmer.name }) },
      officerId: farmer.officerId,
      ...(existing && { existing }),
    });
}

/** The form again with what the rules have against it; whoever has the same document already is named and linked. */
export async function refusedFarmer(
  ask: AnyAsk,
  refusal: Extract<FarmerRegistered | FarmerChanged, { type: 'refused' }>,
  show: FormPage,
): Promise<Reply> {
  // The refusal answers the old command for good, so what is sent next is a command of its own.
  const form = blankForm(ask.typed);
  const again = async (sentence: { field: string; message: string }, existing?: Farmer): Promise<Page> => ({
    ...(await show(ask, refusedForm(form, sentence.field, sentence.message), existing)),
    status: 422,
  });
  switch (refusal.reason) {
    case 'not_found':
      return notFound;
    case 'command_reused':
      return again(reusedSentence(ask.t));
    case 'document_taken': {
      const existing = await findFarmer(ask.db, ask.user.institutionId, refusal.farmerId);
      if (!existing) return notFound;
      const document = `${existing.documentKind} ${existing.documentNumber}`;
      return again(documentTakenSentence(document, existing.name, ask.t), existing);
    }
    default:
      return again(farmerSentence(refusal.reason, ask.t));
  }
}

interface FormOptions {
  readonly title: string;
  readonly action: string;
  readonly button: string;
  readonly back: { readonly to: string; readonly label: string };
  readonly officerId?: number;
  readonly existing?: Farmer;
}

async function formPage({ db, user, t }: AnyAsk, form: Form, options: FormOptions): Promise<Page> {
  const [districts, organisations, officers] = await Promise.all([
    allDistricts(db),
    organisationOptions(db),
    officerOptions(db, user.institutionId, options.officerId),
  ]);
  const { title, action, button, back, existing } = options;
  return page(
    'farmers/form',
    title,
    {
      form,
      action,
      button,
      cancel: back.to,
      existing: existing ? { id: existing.id, name: existing.name } : null,
      documentKinds: [
        { value: 'DNI', label: t('DNI') },
        { value: 'CE', label: t('Carné de extranjería') },
      ],
      sexes: sexOptions(t),
      districts: districtOptions(districts),
      organisations,
      officers,
    },
    { back },
  );
}
