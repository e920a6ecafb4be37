/** Texts in Romanian. */
import type { Wording } from '../wording.ts';

export const ro: Wording = {
  subject: {
    signIn: 'Codul de conectare la {{brand}}',
    payment: 'Codul de plată {{brand}}',
    general: 'Codul de securitate {{brand}}',
  },
  code: {
    signIn: '{{code}} este codul de conectare la {{brand}}.',
    payment: '{{code}} este codul pentru o plată la {{brand}}.',
    general: '{{code}} este codul dvs. {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Valabil {{duration}}.',
  warning: 'Nu îl dați nimănui: nu îl vom cere niciodată.',
  fields: { amount: 'Sumă', payee: 'Beneficiar' },
  confirmAddress: {
    subject: 'Confirmați adresa de e-mail pentru {{brand}}',
    code: '{{code}} este codul pentru confirmarea acestei adrese de e-mail la {{brand}}.',
    unasked: 'Dacă nu ați solicitat acest lucru, ignorați mesajul.',
  },
};
