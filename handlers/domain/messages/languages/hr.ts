/** Texts in Croatian. */
import type { Wording } from '../wording.ts';

export const hr: Wording = {
  subject: {
    signIn: 'Kod za prijavu na {{brand}}',
    payment: 'Kod za plaćanje na {{brand}}',
    general: 'Sigurnosni kod za {{brand}}',
  },
  code: {
    signIn: '{{code}} je kod za prijavu na {{brand}}.',
    payment: '{{code}} je kod za plaćanje na {{brand}}.',
    general: '{{code}} je vaš kod za {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Istječe {{expiry}}.',
  warning: 'Nemojte ga dijeliti: nikada ga nećemo tražiti.',
  fields: { amount: 'Iznos', payee: 'Primatelj' },
  confirmAddress: {
    subject: 'Potvrdite svoju adresu e-pošte za {{brand}}',
    code: '{{code}} je kod za potvrdu ove adrese e-pošte za {{brand}}.',
    unasked: 'Ako ovo niste zatražili, zanemarite poruku.',
  },
};
