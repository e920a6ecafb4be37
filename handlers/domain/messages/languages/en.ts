/** Texts in English. */
import type { Wording } from '../wording.ts';

export const en: Wording = {
  subject: {
    signIn: 'Your {{brand}} sign-in code',
    payment: 'Your {{brand}} payment code',
    general: 'Your {{brand}} security code',
  },
  code: {
    signIn: '{{code}} is your {{brand}} sign-in code.',
    payment: '{{code}} is your {{brand}} payment code.',
    general: '{{code}} is your {{brand}} code.',
  },
  context: 'For {{context}}.',
  validity: 'Valid for {{duration}}.',
  warning: "Do not share it: we won't ask for it.",
  fields: { amount: 'amount', payee: 'payee' },
  confirmAddress: {
    subject: 'Confirm your email address for {{brand}}',
    code: '{{code}} is your code to confirm this email address for {{brand}}.',
    unasked: 'If you did not ask for this, ignore this email.',
  },
};
