/** Texts in Ukrainian. */
import type { Wording } from '../wording.ts';

export const uk: Wording = {
  subject: {
    signIn: 'Код для входу в {{brand}}',
    payment: 'Код для підтвердження платежу в {{brand}}',
    general: 'Код безпеки {{brand}}',
  },
  code: {
    signIn: '{{code}} — код для входу в {{brand}}.',
    payment: '{{code}} — код для платежу в {{brand}}.',
    general: '{{code}} — ваш код {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Спливає {{expiry}}.',
  warning: 'Нікому його не кажіть, навіть нам.',
  fields: { amount: 'Сума', payee: 'Отримувач' },
  confirmAddress: {
    subject: 'Підтвердьте адресу електронної пошти для {{brand}}',
    code: '{{code}} — код для підтвердження цієї адреси електронної пошти в {{brand}}.',
    unasked: 'Якщо ви цього не просили, не зважайте на цей лист.',
  },
};
