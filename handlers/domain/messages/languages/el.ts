/** Texts in Greek. */
import type { Wording } from '../wording.ts';

export const el: Wording = {
  subject: {
    signIn: 'Κωδικός σύνδεσης στο {{brand}}',
    payment: 'Κωδικός πληρωμής στο {{brand}}',
    general: 'Κωδικός ασφαλείας για το {{brand}}',
  },
  code: {
    signIn: '{{code}} είναι ο κωδικός σύνδεσής σας στο {{brand}}.',
    payment: '{{code}} είναι ο κωδικός πληρωμής σας στο {{brand}}.',
    general: '{{code}} είναι ο κωδικός σας για το {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Ισχύει {{duration}}.',
  warning: 'Μην τον πείτε πουθενά, ούτε σε εμάς.',
  fields: { amount: 'Ποσό', payee: 'Δικαιούχος' },
  confirmAddress: {
    subject: 'Επιβεβαιώστε το email σας για το {{brand}}',
    code: '{{code}} είναι ο κωδικός επιβεβαίωσης αυτού του email για το {{brand}}.',
    unasked: 'Αν δεν το ζητήσατε εσείς, αγνοήστε αυτό το μήνυμα.',
  },
};
