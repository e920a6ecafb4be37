/** Texts in Swedish. */
import type { Wording } from '../wording.ts';

export const sv: Wording = {
  subject: {
    signIn: 'Din inloggningskod för {{brand}}',
    payment: 'Din betalningskod för {{brand}}',
    general: 'Din säkerhetskod för {{brand}}',
  },
  code: {
    signIn: '{{code}} är din inloggningskod för {{brand}}.',
    payment: '{{code}} är din betalningskod för {{brand}}.',
    general: '{{code}} är din kod för {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Giltig i {{duration}}.',
  warning: 'Dela den aldrig: vi frågar aldrig efter den.',
  fields: { amount: 'Belopp', payee: 'Mottagare' },
  confirmAddress: {
    subject: 'Bekräfta din e-postadress för {{brand}}',
    code: '{{code}} är din kod för att bekräfta den här e-postadressen för {{brand}}.',
    unasked: 'Om du inte bad om det här kan du bortse från meddelandet.',
  },
};
