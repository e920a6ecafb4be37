/** Texts in Chinese in simplified characters. */
import type { Wording } from '../wording.ts';

export const zhHans: Wording = {
  subject: {
    signIn: '您的 {{brand}} 登录验证码',
    payment: '您的 {{brand}} 支付验证码',
    general: '您的 {{brand}} 安全验证码',
  },
  code: {
    signIn: '{{code}} 是您的 {{brand}} 登录验证码。',
    payment: '{{code}} 是您的 {{brand}} 支付验证码。',
    general: '{{code}} 是您的 {{brand}} 验证码。',
  },
  context: '{{context}}。',
  validity: '{{duration}}内有效。',
  warning: '请勿告诉任何人，我们不会向您索取。',
  fields: { amount: '金额', payee: '收款方' },
  confirmAddress: {
    subject: '确认您在 {{brand}} 的邮箱地址',
    code: '{{code}} 是用于在 {{brand}} 确认此邮箱地址的验证码。',
    unasked: '如果您没有提出此请求，请忽略此邮件。',
  },
};
