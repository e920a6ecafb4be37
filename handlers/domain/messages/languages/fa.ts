/** Texts in Persian. */
import type { Wording } from '../wording.ts';

export const fa: Wording = {
  subject: {
    signIn: 'کد ورود به {{brand}}',
    payment: 'کد پرداخت در {{brand}}',
    general: 'کد امنیتی {{brand}}',
  },
  code: {
    signIn: '{{code}} کد ورود شما به {{brand}} است.',
    payment: '{{code}} کد پرداخت شما در {{brand}} است.',
    general: '{{code}} کد شما در {{brand}} است.',
  },
  context: '{{context}}.',
  validity: 'تا {{duration}} معتبر است.',
  warning: 'آن را به کسی ندهید؛ ما هرگز آن را نمی‌پرسیم.',
  fields: { amount: 'مبلغ', payee: 'گیرنده' },
  confirmAddress: {
    subject: 'تأیید نشانی ایمیل شما در {{brand}}',
    code: '{{code}} کد تأیید این نشانی ایمیل در {{brand}} است.',
    unasked: 'اگر شما درخواست نکرده‌اید، این پیام را نادیده بگیرید.',
  },
};
