/** Texts in Korean. */
import type { Wording } from '../wording.ts';

export const ko: Wording = {
  subject: {
    signIn: '{{brand}} 로그인 인증번호',
    payment: '{{brand}} 결제 인증번호',
    general: '{{brand}} 보안 인증번호',
  },
  code: {
    signIn: '{{code}} {{brand}} 로그인 인증번호입니다.',
    payment: '{{code}} {{brand}} 결제 인증번호입니다.',
    general: '{{code}} {{brand}} 인증번호입니다.',
  },
  context: '{{context}}.',
  validity: '{{duration}} 동안 유효합니다.',
  warning: '누구에게도 알려주지 마세요. 저희는 절대 묻지 않습니다.',
  fields: { amount: '금액', payee: '받는 분' },
  confirmAddress: {
    subject: '{{brand}} 이메일 주소 확인',
    code: '{{code}} {{brand}} 이메일 주소 확인을 위한 인증번호입니다.',
    unasked: '직접 요청하지 않으셨다면 이 메일을 무시해 주세요.',
  },
};
