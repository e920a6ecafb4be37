/** Texts in Norwegian. Bokmål. */
import type { Wording } from '../wording.ts';

export const nb: Wording = {
  subject: {
    signIn: 'Innloggingskoden din for {{brand}}',
    payment: 'Betalingskoden din for {{brand}}',
    general: 'Sikkerhetskoden din for {{brand}}',
  },
  code: {
    signIn: '{{code}} er innloggingskoden din for {{brand}}.',
    payment: '{{code}} er betalingskoden din for {{brand}}.',
    general: '{{code}} er koden din for {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Gyldig i {{duration}}.',
  warning: 'Ikke del den: vi spør aldri om den.',
  fields: { amount: 'Beløp', payee: 'Mottaker' },
  confirmAddress: {
    subject: 'Bekreft e-postadressen din for {{brand}}',
    code: '{{code}} er koden for å bekrefte denne e-postadressen for {{brand}}.',
    unasked: 'Hvis du ikke ba om dette, kan du se bort fra e-posten.',
  },
};
