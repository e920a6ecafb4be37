/** Texts in Catalan. */
import type { Wording } from '../wording.ts';

export const ca: Wording = {
  subject: {
    signIn: "El teu codi d'accés a {{brand}}",
    payment: 'El teu codi per a un pagament a {{brand}}',
    general: 'El teu codi de seguretat de {{brand}}',
  },
  code: {
    signIn: "{{code}} és el teu codi d'accés a {{brand}}.",
    payment: '{{code}} és el teu codi per a un pagament a {{brand}}.',
    general: '{{code}} és el teu codi de {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Caduca {{expiry}}.',
  warning: "No el comparteixis: mai te'l demanarem.",
  fields: { amount: 'Import', payee: 'Beneficiari' },
  confirmAddress: {
    subject: 'Confirma la teva adreça electrònica per a {{brand}}',
    code: '{{code}} és el codi per confirmar aquesta adreça electrònica a {{brand}}.',
    unasked: 'Si no ho has demanat, ignora aquest missatge.',
  },
};
