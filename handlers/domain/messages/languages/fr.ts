/** Texts in French. */
import type { Wording } from '../wording.ts';

export const fr: Wording = {
  subject: {
    signIn: 'Votre code de connexion {{brand}}',
    payment: 'Votre code de paiement {{brand}}',
    general: 'Votre code de sécurité {{brand}}',
  },
  code: {
    signIn: '{{code}} est votre code de connexion {{brand}}.',
    payment: '{{code}} est votre code de paiement {{brand}}.',
    general: '{{code}} est votre code {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Valable {{duration}}.',
  warning: 'Ne le partagez jamais : nous ne le demandons pas.',
  fields: { amount: 'Montant', payee: 'Bénéficiaire' },
  confirmAddress: {
    subject: 'Confirmez votre adresse e-mail pour {{brand}}',
    code: '{{code}} est votre code pour confirmer cette adresse e-mail auprès de {{brand}}.',
    unasked: "Si vous n'avez rien demandé, ignorez cet e-mail.",
  },
};
