/** Texts in Hebrew. */
import type { Wording } from '../wording.ts';

export const he: Wording = {
  subject: {
    signIn: 'קוד הכניסה שלך ל-{{brand}}',
    payment: 'קוד התשלום שלך ב-{{brand}}',
    general: 'קוד האבטחה שלך ב-{{brand}}',
  },
  code: {
    signIn: '{{code}} הוא קוד הכניסה שלך ל-{{brand}}.',
    payment: '{{code}} הוא קוד לאישור תשלום ב-{{brand}}.',
    general: '{{code}} הוא הקוד שלך ב-{{brand}}.',
  },
  context: '{{context}}.',
  validity: 'בתוקף למשך {{duration}}.',
  warning: 'אין לשתף אותו: לעולם לא נבקש אותו.',
  fields: { amount: 'סכום', payee: 'מוטב' },
  confirmAddress: {
    subject: 'אישור כתובת האימייל שלך ב-{{brand}}',
    code: '{{code}} הוא הקוד לאישור כתובת האימייל הזו ב-{{brand}}.',
    unasked: 'אם לא ביקשת זאת, אפשר להתעלם מההודעה.',
  },
};
