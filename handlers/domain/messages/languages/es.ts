/** Texts in Spanish. “Clave” rather than “código”, whose accent GSM does not have. */
import type { Wording } from '../wording.ts';

export const es: Wording = {
  subject: {
    signIn: 'Tu clave de acceso a {{brand}}',
    payment: 'Tu clave para un pago en {{brand}}',
    general: 'Tu clave de seguridad de {{brand}}',
  },
  code: {
    signIn: '{{code}} es tu clave de acceso a {{brand}}.',
    payment: '{{code}} es tu clave para un pago en {{brand}}.',
    general: '{{code}} es tu clave de {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Caduca {{expiry}}.',
  warning: 'No la compartas: nunca te la pediremos.',
  fields: { amount: 'Importe', payee: 'Beneficiario' },
  confirmAddress: {
    subject: 'Confirma tu correo para {{brand}}',
    code: '{{code}} es la clave para confirmar este correo en {{brand}}.',
    unasked: 'Si no lo has pedido, ignora este mensaje.',
  },
};
