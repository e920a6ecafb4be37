/** Texts in Dutch. */
import type { Wording } from '../wording.ts';

export const nl: Wording = {
  subject: {
    signIn: 'Je inlogcode voor {{brand}}',
    payment: 'Je betaalcode voor {{brand}}',
    general: 'Je beveiligingscode voor {{brand}}',
  },
  code: {
    signIn: '{{code}} is je inlogcode voor {{brand}}.',
    payment: '{{code}} is je betaalcode voor {{brand}}.',
    general: '{{code}} is je code voor {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Verloopt {{expiry}}.',
  warning: 'Deel hem nooit: wij vragen er nooit om.',
  fields: { amount: 'Bedrag', payee: 'Ontvanger' },
  confirmAddress: {
    subject: 'Bevestig je e-mailadres voor {{brand}}',
    code: '{{code}} is je code om dit e-mailadres voor {{brand}} te bevestigen.',
    unasked: 'Heb je dit niet aangevraagd? Negeer dan deze e-mail.',
  },
};
