/** Texts in Thai. Sentences end in no mark; a space parts them. */
import type { Wording } from '../wording.ts';

export const th: Wording = {
  subject: {
    signIn: 'รหัสเข้าสู่ระบบ {{brand}} ของคุณ',
    payment: 'รหัสชำระเงิน {{brand}} ของคุณ',
    general: 'รหัสความปลอดภัย {{brand}} ของคุณ',
  },
  code: {
    signIn: '{{code}} คือรหัสเข้าสู่ระบบ {{brand}} ของคุณ',
    payment: '{{code}} คือรหัสชำระเงิน {{brand}} ของคุณ',
    general: '{{code}} คือรหัส {{brand}} ของคุณ',
  },
  context: '{{context}}',
  validity: 'ใช้ได้ภายใน {{duration}}',
  warning: 'อย่าบอกรหัสนี้แก่ใคร เราจะไม่ถามรหัสจากคุณ',
  fields: { amount: 'จำนวนเงิน', payee: 'ผู้รับเงิน' },
  confirmAddress: {
    subject: 'ยืนยันอีเมลของคุณสำหรับ {{brand}}',
    code: '{{code}} คือรหัสยืนยันอีเมลนี้สำหรับ {{brand}}',
    unasked: 'หากคุณไม่ได้เป็นผู้ขอ โปรดเพิกเฉยต่ออีเมลนี้',
  },
};
