/** Texts in Bulgarian. */
import type { Wording } from '../wording.ts';

export const bg: Wording = {
  subject: {
    signIn: 'Код за вход в {{brand}}',
    payment: 'Код за плащане в {{brand}}',
    general: 'Код за сигурност на {{brand}}',
  },
  code: {
    signIn: '{{code}} е кодът ви за вход в {{brand}}.',
    payment: '{{code}} е кодът ви за плащане в {{brand}}.',
    general: '{{code}} е кодът ви за {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Важи {{duration}}.',
  warning: 'Не го споделяйте: никога няма да го поискаме.',
  fields: { amount: 'Сума', payee: 'Получател' },
  confirmAddress: {
    subject: 'Потвърдете имейла си за {{brand}}',
    code: '{{code}} е кодът за потвърждаване на този имейл за {{brand}}.',
    unasked: 'Ако не сте поискали това, не обръщайте внимание на имейла.',
  },
};
