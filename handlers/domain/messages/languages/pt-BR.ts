/** Texts in Brazilian Portuguese. */
import type { Wording } from '../wording.ts';

export const ptBR: Wording = {
  subject: {
    signIn: 'Seu código de acesso {{brand}}',
    payment: 'Seu código de pagamento {{brand}}',
    general: 'Seu código de segurança {{brand}}',
  },
  code: {
    signIn: '{{code}} é seu código de acesso {{brand}}.',
    payment: '{{code}} é seu código de pagamento {{brand}}.',
    general: '{{code}} é seu código {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Expira {{expiry}}.',
  warning: 'Não compartilhe: nunca vamos pedir.',
  fields: { amount: 'Valor', payee: 'Favorecido' },
  confirmAddress: {
    subject: 'Confirme seu e-mail para {{brand}}',
    code: '{{code}} é o código para confirmar este e-mail em {{brand}}.',
    unasked: 'Se você não fez este pedido, ignore esta mensagem.',
  },
};
