/** Texts in Portuguese. As in Portugal and wherever else no other is named. */
import type { Wording } from '../wording.ts';

export const pt: Wording = {
  subject: {
    signIn: 'O seu código de acesso {{brand}}',
    payment: 'O seu código de pagamento {{brand}}',
    general: 'O seu código de segurança {{brand}}',
  },
  code: {
    signIn: '{{code}} é o seu código de acesso {{brand}}.',
    payment: '{{code}} é o seu código de pagamento {{brand}}.',
    general: '{{code}} é o seu código {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Expira {{expiry}}.',
  warning: 'Não o partilhe: nunca o pediremos.',
  fields: { amount: 'Montante', payee: 'Beneficiário' },
  confirmAddress: {
    subject: 'Confirme o seu e-mail para {{brand}}',
    code: '{{code}} é o código para confirmar este e-mail em {{brand}}.',
    unasked: 'Se não fez este pedido, ignore esta mensagem.',
  },
};
