/** Texts in Bengali. */
import type { Wording } from '../wording.ts';

export const bn: Wording = {
  subject: {
    signIn: 'আপনার {{brand}} সাইন-ইন কোড',
    payment: 'আপনার {{brand}} পেমেন্ট কোড',
    general: 'আপনার {{brand}} নিরাপত্তা কোড',
  },
  code: {
    signIn: '{{code}} আপনার {{brand}} সাইন-ইন কোড।',
    payment: '{{code}} আপনার {{brand}} পেমেন্ট কোড।',
    general: '{{code}} আপনার {{brand}} কোড।',
  },
  context: '{{context}}।',
  validity: 'এটি {{duration}} পর্যন্ত বৈধ।',
  warning: 'এটি কাউকে জানাবেন না, আমরা কখনো চাইব না।',
  fields: { amount: 'পরিমাণ', payee: 'প্রাপক' },
  confirmAddress: {
    subject: '{{brand}}: আপনার ইমেইল ঠিকানা নিশ্চিত করুন',
    code: '{{code}} এই ইমেইল ঠিকানা নিশ্চিত করার জন্য আপনার {{brand}} কোড।',
    unasked: 'আপনি এটি না চেয়ে থাকলে এই ইমেইল উপেক্ষা করুন।',
  },
};
