import type { Centimos } from '../lending/money';
import { money } from '../web/format';
import type { Translate } from '../web/locale';
import type { AgreementRefusal } from './agree-withholding';
import type { DeliveryOutcome } from './record-delivery';
import type { RemittanceOutcome } from './record-remittance';
import type { DeliveryReversalRefusal } from './reverse-delivery';

/** The field that is at fault, `form` for none in particular, and what to do. */
export interface FaultWords {
  readonly field: string;
  readonly message: string;
}

export type DeliveryRefusal = Extract<DeliveryOutcome, { type: 'refused' }>;

export function deliveryRefusalWords(refusal: DeliveryRefusal, t: Translate): FaultWords {
  const at = (field: string, message: string): FaultWords => ({ field, message });
  switch (refusal.reason) {
    case 'slip_known':
      return at('slip', t('Esa boleta ya está registrada: es la entrega {number}', { number: refusal.deliveryId }));
    case 'more_than_borne':
      return at(
        'acceptMore',
        t(
          'Con esta entrega esas parcelas suman {kg} kg secos en un año, y se esperan a lo más {most}. Verifica y marca abajo',
          {
            kg: refusal.borne.kg.toFixed(2),
            most: refusal.borne.bearableKg.toFixed(2),
          },
        ),
      );
    case 'farmer_not_found':
      return at('form', t('Ese productor no está registrado'));
    case 'organisation_unknown':
      return at('partnerOrganisationId', t('Elige una organización de productores de la alianza'));
    case 'date_in_future':
      return at('deliveredOn', t('La fecha de la entrega no puede ser futura'));
    case 'parcel_missing':
      return at('share', t('Escribe de qué parcela vino el cacao'));
    case 'parcel_of_another':
      return at('share', t('Esa parcela no es de este productor'));
    case 'shares_must_add_up_to_100':
      return at('share', t('Las partes de las parcelas deben sumar 100 %'));
    case 'kg_must_be_positive':
      return at('grossKg', t('Los kilos deben ser más que cero'));
    case 'moisture_missing':
      return at('moisturePercent', t('Ingresa la humedad del grano seco'));
    case 'moisture_out_of_range':
      return at(
        'moisturePercent',
        t('Esa humedad no es de grano seco: mide otra vez, o regístralo como cacao en baba'),
      );
    case 'price_must_be_positive':
      return at('pricePerKg', t('El precio debe ser mayor que cero'));
    case 'discount_out_of_range':
      return at('discountPercent', t('El descuento debe ser menor que 100 %'));
    case 'value_rounds_to_nothing':
      return at('grossKg', t('Son muy pocos kilos: no llegan a un céntimo'));
    case 'role_not_allowed':
      return at('form', t('Tu función no registra entregas'));
    case 'payment_refused':
      return at('form', t('Un crédito del productor no recibe ese pago. Revisa el crédito y la fecha de la entrega'));
    case 'command_reused':
      return at('form', reused(t));
  }
}

export function deliveryReversalWords(reason: DeliveryReversalRefusal, t: Translate): string {
  switch (reason) {
    case 'already_reversed':
      return t('Esta entrega ya fue extornada');
    case 'same_person':
      return t('Tú registraste esta entrega: la extorna otra persona');
    case 'loan_written_off':
      return t('El crédito que pagó está castigado: un pago anterior al castigo ya no se extorna');
    case 'role_not_allowed':
      return t('Extornan caja y el jefe de negocios');
    case 'command_reused':
      return reused(t);
    case 'payment_refused':
    case 'delivery_not_found':
      return t('Esta entrega no se puede extornar');
  }
}

export function agreementRefusalWords(reason: AgreementRefusal, t: Translate): FaultWords {
  const at = (field: string, message: string): FaultWords => ({ field, message });
  switch (reason) {
    case 'farmer_not_found':
      return at('form', t('Ese productor no está registrado'));
    case 'organisation_unknown':
      return at('partnerOrganisationId', t('Elige una organización de productores de la alianza'));
    case 'share_out_of_range':
      return at('sharePercent', t('La parte que se retiene debe estar entre 0.01 y 100 %'));
    case 'dates_out_of_order':
      return at('validUntil', t('El convenio termina antes de empezar: revisa las fechas'));
    case 'signed_in_future':
      return at('signedOn', t('La fecha de la firma no puede ser futura'));
    case 'signed_after_start':
      return at('validFrom', t('El convenio no puede regir antes de la firma'));
    case 'intent_missing':
      return at(
        'intent',
        t('Si se retiene hasta toda la deuda, el productor elige qué pasa con lo que excede dos cuotas'),
      );
    case 'intent_without_reach':
      return at('intent', t('Esa elección solo vale si se retiene hasta toda la deuda: déjala vacía'));
    case 'overlaps':
      return at('validFrom', t('Ya hay un convenio de este productor con esa organización en esas fechas'));
    case 'command_reused':
      return at('form', reused(t));
  }
}

export function remittanceRefusalWords(
  refusal: Extract<RemittanceOutcome, { type: 'refused' }>,
  t: Translate,
): FaultWords {
  const at = (field: string, message: string): FaultWords => ({ field, message });
  switch (refusal.reason) {
    case 'more_than_owed':
      return at('amount', moreThanOwed(refusal.owed, t));
    case 'amount_must_be_positive':
      return at('amount', t('El monto debe ser mayor que cero'));
    case 'date_in_future':
      return at('receivedOn', t('La fecha de la remesa no puede ser futura'));
    case 'organisation_unknown':
      return at('form', t('Esa organización no está registrada'));
    case 'role_not_allowed':
      return at('form', t('Las remesas las recibe caja o el jefe de negocios'));
    case 'command_reused':
      return at('form', reused(t));
  }
}

function moreThanOwed(owed: Centimos, t: Translate): string {
  return owed > 0
    ? t('La organización debe {amount}: la remesa no puede ser mayor', { amount: money(owed) })
    : t('La organización no debe nada');
}

export function remittanceReversalWords(reason: string, t: Translate): string {
  if (reason === 'already_reversed') return t('Esta remesa ya fue extornada');
  if (reason === 'same_person') return t('Tú registraste esta remesa: la extorna otra persona');
  return reason === 'command_reused' ? reused(t) : t('Extornan caja y el jefe de negocios');
}

export function reused(t: Translate): string {
  return t('Este formulario ya se usó con otros datos. Empieza de nuevo');
}
