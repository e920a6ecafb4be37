/** Texts in Vietnamese. */
import type { Wording } from '../wording.ts';

export const vi: Wording = {
  isPlainInSms: true,
  subject: {
    signIn: 'Mã đăng nhập {{brand}} của bạn',
    payment: 'Mã thanh toán {{brand}} của bạn',
    general: 'Mã bảo mật {{brand}} của bạn',
  },
  code: {
    signIn: '{{code}} là mã đăng nhập {{brand}} của bạn.',
    payment: '{{code}} là mã thanh toán {{brand}} của bạn.',
    general: '{{code}} là mã {{brand}} của bạn.',
  },
  context: '{{context}}.',
  validity: 'Có hiệu lực trong {{duration}}.',
  warning: 'Không chia sẻ mã này: chúng tôi không hỏi mã.',
  fields: { amount: 'Số tiền', payee: 'Người nhận' },
  confirmAddress: {
    subject: 'Xác nhận địa chỉ email của bạn cho {{brand}}',
    code: '{{code}} là mã xác nhận địa chỉ email này cho {{brand}}.',
    unasked: 'Nếu bạn không yêu cầu, hãy bỏ qua email này.',
  },
};
