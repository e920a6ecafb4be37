/** Texts in Danish. */
import type { Wording } from '../wording.ts';

export const da: Wording = {
  subject: {
    signIn: 'Din loginkode til {{brand}}',
    payment: 'Din betalingskode til {{brand}}',
    general: 'Din sikkerhedskode til {{brand}}',
  },
  code: {
    signIn: '{{code}} er din loginkode til {{brand}}.',
    payment: '{{code}} er din betalingskode til {{brand}}.',
    general: '{{code}} er din kode til {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Gælder i {{duration}}.',
  warning: 'Del den aldrig: vi beder aldrig om den.',
  fields: { amount: 'Beløb', payee: 'Modtager' },
  confirmAddress: {
    subject: 'Bekræft din e-mailadresse til {{brand}}',
    code: '{{code}} er din kode til at bekræfte denne e-mailadresse til {{brand}}.',
    unasked: 'Hvis du ikke har bedt om det, kan du se bort fra denne mail.',
  },
};
