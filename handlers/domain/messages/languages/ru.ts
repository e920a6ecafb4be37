/** Texts in Russian. */
import type { Wording } from '../wording.ts';

export const ru: Wording = {
  subject: {
    signIn: 'Код для входа в {{brand}}',
    payment: 'Код для подтверждения платежа в {{brand}}',
    general: 'Код безопасности {{brand}}',
  },
  code: {
    signIn: '{{code}} — код для входа в {{brand}}.',
    payment: '{{code}} — код для платежа в {{brand}}.',
    general: '{{code}} — ваш код {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'Истекает {{expiry}}.',
  warning: 'Никому его не сообщайте, даже нам.',
  fields: { amount: 'Сумма', payee: 'Получатель' },
  confirmAddress: {
    subject: 'Подтвердите адрес электронной почты для {{brand}}',
    code: '{{code}} — код для подтверждения этого адреса электронной почты в {{brand}}.',
    unasked: 'Если вы этого не запрашивали, проигнорируйте это письмо.',
  },
};
