/** Texts in Slovak. */
import type { Wording } from '../wording.ts';

export const sk: Wording = {
  subject: {
    signIn: 'Prihlasovací kód {{brand}}',
    payment: 'Platobný kód {{brand}}',
    general: 'Bezpečnostný kód {{brand}}',
  },
  code: {
    signIn: '{{code}} je kód na prihlásenie do {{brand}}.',
    payment: '{{code}} je kód na platbu v {{brand}}.',
    general: '{{code}} je váš kód pre {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Vyprší {{expiry}}.',
  warning: 'Nikomu ho nehovorte, nikdy sa naň nepýtame.',
  fields: { amount: 'Suma', payee: 'Príjemca' },
  confirmAddress: {
    subject: 'Potvrďte svoj e-mail pre {{brand}}',
    code: '{{code}} je kód na potvrdenie tejto e-mailovej adresy pre {{brand}}.',
    unasked: 'Ak ste o to nežiadali, túto správu ignorujte.',
  },
};
