import type { Translate } from '../web/locale';

/** Every deed of the program as the timeline tells it. A test looks for deeds that have no sentence. */
export function deedSentences(t: Translate): Record<string, string> {
  return {
    ...staffSentences(t),
    ...allianceSentences(t),
    ...farmerSentences(t),
    ...applicationSentences(t),
    ...loanSentences(t),
    ...servicingSentences(t),
    ...collectionSentences(t),
    ...deliverySentences(t),
    ...exportSentences(t),
  };
}

function collectionSentences(t: Translate): Record<string, string> {
  return {
    'sheet-made': t('Hizo la hoja de recaudo'),
    'sheet-saved': t('Anotó pagos en la hoja'),
    'sheet-row-removed': t('Quitó una fila de la hoja'),
    'sheet-loan-added': t('Agregó un crédito a la hoja'),
    'sheet-day-moved': t('Cambió el día de la hoja'),
    'sheet-submitted': t('Entregó la hoja a caja'),
    'sheet-returned': t('Devolvió la hoja al asesor'),
    'sheet-received': t('Contó el dinero y recibió la hoja en caja'),
    'sheet-row-settled': t('Resolvió una fila que no se pudo registrar'),
    'sheet-confirmed': t('Quedó confirmada la hoja'),
    'sheet-voided': t('Anuló la hoja de recaudo'),
    'sheet-exported': t('Descargó una hoja de recaudo'),
    'loan-visited': t('Visitó al productor para cobrar'),
  };
}

function staffSentences(t: Translate): Record<string, string> {
  return {
    'institution-created': t('Creó la institución'),
    'staff-added': t('Dio de alta a una persona'),
    'staff-enabled': t('Habilitó la cuenta de una persona'),
    'staff-disabled': t('Inhabilitó la cuenta de una persona'),
    'password-reset': t('Dio una contraseña nueva a una persona'),
    'password-changed': t('Cambió su contraseña'),
    'signed-in': t('Ingresó al sistema'),
    'parameters-seeded': t('Cargó los parámetros iniciales'),
    'parameter-set': t('Registró un valor de un parámetro'),
    'day-closed': t('Cerró el día'),
    'product-created': t('Creó un producto'),
    'product-offered': t('Volvió a ofrecer el producto'),
    'product-withdrawn': t('Retiró el producto de la oferta'),
    'approval-level-set': t('Registró un nivel de autonomía'),
  };
}

function allianceSentences(t: Translate): Record<string, string> {
  return {
    'investor-added': t('Registró un inversionista'),
    'organisation-added': t('Registró una organización aliada'),
    'letter-recorded': t('Registró una carta de intención'),
    'letter-withdrawn': t('Retiró una carta de intención'),
    'line-opened': t('Abrió la línea de crédito'),
    'covenant-agreed': t('Registró un covenant de la línea'),
    'covenant-waived': t('Dio una dispensa de un covenant'),
    'line-drawdown': t('Registró un desembolso de la línea'),
    'line-drawdown-refused': t('Intentó un desembolso de la línea que no procede'),
    'line-repayment': t('Registró un pago a la línea'),
    'line-repayment-refused': t('Intentó un pago a la línea que no procede'),
    'line-movement-reversed': t('Extornó un movimiento de la línea'),
    'line-reversal-refused': t('Intentó un extorno en la línea que no procede'),
  };
}

function farmerSentences(t: Translate): Record<string, string> {
  return {
    'farmer-registered': t('Registró al productor'),
    'farmer-changed': t('Cambió los datos del productor'),
    'parcel-added': t('Registró una parcela'),
    'parcel-changed': t('Cambió los datos de una parcela'),
    'consent-recorded': t('Registró un consentimiento'),
    'consent-withdrawn': t('Registró el retiro de un consentimiento'),
    'activation-code-issued': t('Entregó un código de activación'),
    'device-linked': t('Vinculó su celular'),
    'device-unlinked': t('Desvinculó un celular'),
    'device-unlinked-after-failures': t('Su celular quedó desvinculado por claves equivocadas'),
    'farmer-signed-in': t('Ingresó a su página'),
  };
}

function applicationSentences(t: Translate): Record<string, string> {
  return {
    'application-started': t('Empezó la solicitud'),
    'application-parcels-chosen': t('Eligió las parcelas de la solicitud'),
    'application-request-recorded': t('Registró el destino y el monto'),
    'application-cash-flow-recorded': t('Registró el flujo de caja'),
    'application-submitted': t('Envió la solicitud'),
    'application-in-evaluation': t('Tomó la solicitud en evaluación'),
    'application-returned': t('Observó la solicitud'),
    'application-in-committee': t('Envió la solicitud a comité'),
    'application-approved': t('Aprobó la solicitud'),
    'application-denied': t('Denegó la solicitud'),
    'application-withdrawn': t('Registró el desistimiento'),
    'application-expired': t('La solicitud venció'),
    'application-disbursed': t('La solicitud se desembolsó'),
    'application-step-refused': t('Intentó un paso de la solicitud que no procede'),
    'disbursement-refused': t('Intentó un desembolso que no procede'),
  };
}

function loanSentences(t: Translate): Record<string, string> {
  return {
    'loan-disbursed': t('Desembolsó el crédito'),
    'payment-posted': t('Registró un pago'),
    'payment-refused': t('Intentó un pago que no procede'),
    'payment-reversed': t('Extornó un pago'),
    'reversal-refused': t('Intentó un extorno que no procede'),
  };
}

function deliverySentences(t: Translate): Record<string, string> {
  return {
    'withholding-agreed': t('Registró un convenio de retención'),
    'withholding-ended': t('Terminó el convenio de retención'),
    'delivery-recorded': t('Registró una entrega de cacao'),
    'delivery-refused': t('Intentó registrar una entrega que no procede'),
    'delivery-reversed': t('Extornó una entrega de cacao'),
    'delivery-reversal-refused': t('Intentó extornar una entrega y no procede'),
    'remittance-recorded': t('Registró una remesa'),
    'remittance-reversed': t('Extornó una remesa'),
    'deliveries-exported': t('Descargó la lista de entregas'),
    'deliveries-imported': t('Importó entregas'),
    'lot-exported': t('Descargó las parcelas de un lote'),
  };
}

function servicingSentences(t: Translate): Record<string, string> {
  return {
    'loan-charged': t('Registró un cargo'),
    'charge-reversed': t('Extornó un cargo'),
    'recovery-recorded': t('Registró una recuperación'),
    'change-refused': t('Intentó decidir un cambio que no procede'),
    'suit-filed': t('Registró la demanda judicial'),
    'suit-ended': t('Registró el fin de la demanda judicial'),
    'change-withdrawn': t('Retiró el cambio que había pedido'),
    'waiver-requested': t('Pidió una condonación'),
    'waiver-approved': t('Aprobó la condonación'),
    'waiver-denied': t('Denegó la condonación'),
    'rate-change-requested': t('Pidió un cambio de tasa'),
    'rate-change-approved': t('Aprobó el cambio de tasa'),
    'rate-change-denied': t('Denegó el cambio de tasa'),
    'extra-grace-requested': t('Pidió gracia por cosecha perdida'),
    'extra-grace-approved': t('Aprobó la gracia por cosecha perdida'),
    'extra-grace-denied': t('Denegó la gracia por cosecha perdida'),
    'reprogramming-requested': t('Pidió un nuevo cronograma'),
    'reprogramming-approved': t('Aprobó el nuevo cronograma'),
    'reprogramming-denied': t('Denegó el nuevo cronograma'),
    'write-off-requested': t('Pidió el castigo'),
    'write-off-approved': t('Aprobó el castigo'),
    'write-off-denied': t('Denegó el castigo'),
  };
}

function exportSentences(t: Translate): Record<string, string> {
  return {
    'farmers-exported': t('Descargó la lista de productores'),
    'applications-exported': t('Descargó la lista de solicitudes'),
    'loans-exported': t('Descargó la lista de créditos'),
    'portfolio-loans-exported': t('Descargó los créditos de la cartera'),
    'audit-exported': t('Descargó la auditoría'),
    'farmers-imported': t('Importó productores'),
    'applications-imported': t('Importó solicitudes'),
  };
}

export function entityWords(t: Translate): Record<string, string> {
  return {
    institution: t('Institución'),
    staff: t('Persona'),
    parameter: t('Parámetro'),
    'approval-level': t('Nivel de autonomía'),
    investor: t('Inversionista'),
    'partner-organisation': t('Organización'),
    'credit-line': t('Línea de crédito'),
    product: t('Producto'),
    farmer: t('Productor'),
    application: t('Solicitud'),
    loan: t('Crédito'),
    'collection-sheet': t('Hoja de recaudo'),
    'farmer-list': t('Lista de productores'),
    'application-list': t('Lista de solicitudes'),
    'loan-list': t('Lista de créditos'),
    'withholding-agreement': t('Convenio de retención'),
    delivery: t('Entrega'),
    'delivery-lot': t('Lote'),
    'delivery-list': t('Lista de entregas'),
    remittance: t('Remesa'),
    'audit-log': t('Auditoría'),
    import: t('Importación'),
    day: t('Día'),
  };
}

export function roleWords(t: Translate): Record<string, string> {
  return {
    officer: t('Asesor de negocios'),
    manager: t('Jefe de negocios'),
    cashier: t('Caja'),
    risk: t('Riesgos'),
    administrator: t('Administrador'),
    auditor: t('Auditor'),
    facilitator: t('Facilitador'),
    investor: t('Inversionista'),
    farmer: t('Productor'),
    system: t('El sistema'),
    anonymous: t('El sistema'),
  };
}
