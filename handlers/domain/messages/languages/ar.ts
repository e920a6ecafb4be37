/** Texts in Arabic. */
import type { Wording } from '../wording.ts';

export const ar: Wording = {
  subject: {
    signIn: 'رمز الدخول إلى {{brand}}',
    payment: 'رمز تأكيد الدفع في {{brand}}',
    general: 'رمز الأمان في {{brand}}',
  },
  code: {
    signIn: '{{code}} هو رمز دخولك إلى {{brand}}.',
    payment: '{{code}} هو رمز تأكيد الدفع في {{brand}}.',
    general: '{{code}} هو رمزك في {{brand}}.',
  },
  context: '{{context}}.',
  validity: 'تنتهي صلاحيته {{expiry}}.',
  warning: 'لا تعطه لأحد، فلن نطلبه منك.',
  fields: { amount: 'المبلغ', payee: 'المستفيد' },
  confirmAddress: {
    subject: 'تأكيد بريدك الإلكتروني لدى {{brand}}',
    code: '{{code}} هو رمز تأكيد هذا البريد الإلكتروني لدى {{brand}}.',
    unasked: 'إذا لم تطلب ذلك، فتجاهل هذه الرسالة.',
  },
};
