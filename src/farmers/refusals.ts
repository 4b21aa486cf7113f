import type { Translate } from '../web/locale';
import type { FarmerFault } from './farmer-fault';
import type { ParcelFault } from './parcel-fault';
import type { ConsentFault } from './record-consent';

/* What a refusal says to the person, and at which field. */

export interface Sentence {
  readonly field: string;
  readonly message: string;
}

export function farmerSentence(fault: FarmerFault, t: Translate): Sentence {
  const sentences: Record<FarmerFault, Sentence> = {
    too_young: { field: 'birthDate', message: t('El productor debe tener 18 años cumplidos') },
    too_old: {
      field: 'birthDate',
      message: t('Revisa el año de nacimiento: la persona tendría más de 100 años'),
    },
    unknown_district: { field: 'ubigeo', message: t('Ese distrito no existe en Huánuco, San Martín ni Ucayali') },
    unknown_organisation: { field: 'partnerOrganisationId', message: t('Elige una organización de la lista') },
    unknown_officer: { field: 'officerId', message: t('Elige al asesor o asesora') },
  };
  return sentences[fault];
}

/** `Ya existe un productor con DNI 01234567: Rosa Quispe Huamán` */
export function documentTakenSentence(document: string, name: string, t: Translate): Sentence {
  return { field: 'documentNumber', message: t('Ya existe un productor con {document}: {name}', { document, name }) };
}

export function parcelSentence(fault: ParcelFault, t: Translate): Sentence {
  const sentences: Record<ParcelFault, Sentence> = {
    name_taken: { field: 'name', message: t('El productor ya tiene una parcela con ese nombre') },
    planted_in_future: { field: 'plantedOn', message: t('La fecha de siembra no puede ser posterior a hoy') },
    unknown_district: { field: 'ubigeo', message: t('Ese distrito no existe en Huánuco, San Martín ni Ucayali') },
  };
  return sentences[fault];
}

export function consentSentence(fault: ConsentFault, t: Translate): Sentence {
  const sentences: Record<ConsentFault, Sentence> = {
    no_purpose: { field: 'purposes', message: t('Marca lo que la persona autoriza') },
    signed_in_future: { field: 'signedOn', message: t('La fecha de la firma no puede ser posterior a hoy') },
    signed_before_law: {
      field: 'signedOn',
      message: t('La fecha de la firma no puede ser anterior a la Ley 29733 (03/07/2011)'),
    },
  };
  return sentences[fault];
}

/** The same form came twice with different answers in it. */
export function reusedSentence(t: Translate): Sentence {
  return { field: 'form', message: t('Este formulario ya se envió con otros datos. Revisa y envíalo otra vez') };
}
