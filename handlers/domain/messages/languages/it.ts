/** Texts in Italian. */
import type { Wording } from '../wording.ts';

export const it: Wording = {
  subject: {
    signIn: 'Il tuo codice di accesso {{brand}}',
    payment: 'Il tuo codice di pagamento {{brand}}',
    general: 'Il tuo codice di sicurezza {{brand}}',
  },
  code: {
    signIn: '{{code}} è il tuo codice di accesso {{brand}}.',
    payment: '{{code}} è il tuo codice di pagamento {{brand}}.',
    general: '{{code}} è il tuo codice {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Scade {{expiry}}.',
  warning: 'Non condividerlo: non te lo chiederemo mai.',
  fields: { amount: 'Importo', payee: 'Beneficiario' },
  confirmAddress: {
    subject: 'Conferma il tuo indirizzo email per {{brand}}',
    code: '{{code}} è il codice per confermare questo indirizzo email per {{brand}}.',
    unasked: "Se non l'hai richiesto, ignora questo messaggio.",
  },
};
