/** Texts in Czech. */
import type { Wording } from '../wording.ts';

export const cs: Wording = {
  subject: {
    signIn: 'Přihlašovací kód {{brand}}',
    payment: 'Platební kód {{brand}}',
    general: 'Bezpečnostní kód {{brand}}',
  },
  code: {
    signIn: '{{code}} je kód pro přihlášení do {{brand}}.',
    payment: '{{code}} je kód pro platbu v {{brand}}.',
    general: '{{code}} je váš kód pro {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Vyprší {{expiry}}.',
  warning: 'Nikomu ho nesdělujte, nikdy se na něj neptáme.',
  fields: { amount: 'Částka', payee: 'Příjemce' },
  confirmAddress: {
    subject: 'Potvrďte svůj e-mail pro {{brand}}',
    code: '{{code}} je kód pro potvrzení této e-mailové adresy pro {{brand}}.',
    unasked: 'Pokud jste o to nežádali, tuto zprávu ignorujte.',
  },
};
