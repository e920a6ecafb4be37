/** Texts in Polish. */
import type { Wording } from '../wording.ts';

export const pl: Wording = {
  subject: {
    signIn: 'Kod logowania do {{brand}}',
    payment: 'Kod płatności w {{brand}}',
    general: 'Kod bezpieczeństwa {{brand}}',
  },
  code: {
    signIn: '{{code}} to kod logowania do {{brand}}.',
    payment: '{{code}} to kod płatności w {{brand}}.',
    general: '{{code}} to Twój kod {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Wygasa {{expiry}}.',
  warning: 'Nie podawaj go nikomu: nigdy o niego nie prosimy.',
  fields: { amount: 'Kwota', payee: 'Odbiorca' },
  confirmAddress: {
    subject: 'Potwierdź adres e-mail w {{brand}}',
    code: '{{code}} to kod do potwierdzenia tego adresu e-mail w {{brand}}.',
    unasked: 'Jeśli to nie Twoja prośba, zignoruj tę wiadomość.',
  },
};
