/** Texts in German. */
import type { Wording } from '../wording.ts';

export const de: Wording = {
  subject: {
    signIn: '{{brand}}: Ihr Anmeldecode',
    payment: '{{brand}}: Ihr Zahlungscode',
    general: '{{brand}}: Ihr Sicherheitscode',
  },
  code: {
    signIn: '{{code}} ist Ihr Anmeldecode für {{brand}}.',
    payment: '{{code}} ist Ihr Code für eine Zahlung bei {{brand}}.',
    general: '{{code}} ist Ihr Code für {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Er gilt {{duration}}.',
  warning: 'Niemals weitergeben: Wir fragen nie danach.',
  fields: { amount: 'Betrag', payee: 'Empfänger' },
  confirmAddress: {
    subject: '{{brand}}: Bitte E-Mail-Adresse bestätigen',
    code: '{{code}} ist Ihr Code, um diese E-Mail-Adresse für {{brand}} zu bestätigen.',
    unasked: 'Wenn Sie das nicht angefordert haben, ignorieren Sie diese E-Mail.',
  },
};
