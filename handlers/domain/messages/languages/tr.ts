/** Texts in Turkish. */
import type { Wording } from '../wording.ts';

export const tr: Wording = {
  subject: {
    signIn: '{{brand}} giriş kodunuz',
    payment: '{{brand}} ödeme kodunuz',
    general: '{{brand}} güvenlik kodunuz',
  },
  code: {
    signIn: '{{code}}, {{brand}} giriş kodunuz.',
    payment: '{{code}}, {{brand}} ödeme kodunuz.',
    general: '{{code}}, {{brand}} kodunuz.',
  },
  context: '{{context}}.',
  validity: '{{duration}} geçerlidir.',
  warning: 'Kimseyle paylaşmayın: sizden asla istemeyiz.',
  fields: { amount: 'Tutar', payee: 'Alıcı' },
  confirmAddress: {
    subject: '{{brand}} için e-posta adresinizi onaylayın',
    code: '{{code}}, {{brand}} için bu e-posta adresini onaylama kodunuz.',
    unasked: 'Bunu siz istemediyseniz bu iletiyi dikkate almayın.',
  },
};
