/** Texts in Chinese in traditional characters. */
import type { Wording } from '../wording.ts';

export const zhHant: Wording = {
  subject: {
    signIn: '您的 {{brand}} 登入驗證碼',
    payment: '您的 {{brand}} 付款驗證碼',
    general: '您的 {{brand}} 安全驗證碼',
  },
  code: {
    signIn: '{{code}} 是您的 {{brand}} 登入驗證碼。',
    payment: '{{code}} 是您的 {{brand}} 付款驗證碼。',
    general: '{{code}} 是您的 {{brand}} 驗證碼。',
  },
  context: '{{context}}。',
  validity: '{{duration}}內有效。',
  warning: '請勿告訴任何人，我們不會向您索取。',
  fields: { amount: '金額', payee: '收款人' },
  confirmAddress: {
    subject: '確認您在 {{brand}} 的電子郵件地址',
    code: '{{code}} 是用於在 {{brand}} 確認此電子郵件地址的驗證碼。',
    unasked: '如果您沒有提出此要求，請忽略這封郵件。',
  },
};
