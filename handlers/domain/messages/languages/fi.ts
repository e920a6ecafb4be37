/** Texts in Finnish. */
import type { Wording } from '../wording.ts';

export const fi: Wording = {
  subject: {
    signIn: 'Kirjautumiskoodisi palveluun {{brand}}',
    payment: 'Maksukoodisi palveluun {{brand}}',
    general: 'Turvakoodisi palveluun {{brand}}',
  },
  code: {
    signIn: '{{code}} on kirjautumiskoodisi palveluun {{brand}}.',
    payment: '{{code}} on maksukoodisi palveluun {{brand}}.',
    general: '{{code}} on koodisi palveluun {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Vanhenee {{expiry}}.',
  warning: 'Älä kerro sitä kenellekään: emme koskaan kysy sitä.',
  fields: { amount: 'Summa', payee: 'Saaja' },
  confirmAddress: {
    subject: 'Vahvista sähköpostiosoitteesi: {{brand}}',
    code: '{{code}} on koodi, jolla vahvistat tämän sähköpostiosoitteen palveluun {{brand}}.',
    unasked: 'Jos et pyytänyt tätä, voit jättää viestin huomiotta.',
  },
};
