/** Texts in Hungarian. */
import type { Wording } from '../wording.ts';

export const hu: Wording = {
  subject: {
    signIn: '{{brand}} belépési kód',
    payment: '{{brand}} fizetési kód',
    general: '{{brand}} biztonsági kód',
  },
  code: {
    signIn: '{{code}} az Ön {{brand}} belépési kódja.',
    payment: '{{code}} az Ön {{brand}} fizetési kódja.',
    general: '{{code}} az Ön {{brand}} kódja.',
  },
  context: '{{context}}.',
  validity: '{{expiry}} lejár.',
  warning: 'Ne adja ki senkinek: mi sosem kérjük.',
  fields: { amount: 'Összeg', payee: 'Kedvezményezett' },
  confirmAddress: {
    subject: 'Erősítse meg e-mail-címét: {{brand}}',
    code: '{{code}} a kód, amellyel megerősítheti ezt az e-mail-címet ({{brand}}).',
    unasked: 'Ha nem Ön kérte, hagyja figyelmen kívül ezt az üzenetet.',
  },
};
