/** Texts in Japanese. */
import type { Wording } from '../wording.ts';

export const ja: Wording = {
  subject: {
    signIn: '{{brand}} のログインコード',
    payment: '{{brand}} の支払い確認コード',
    general: '{{brand}} のセキュリティコード',
  },
  code: {
    signIn: '{{code}} は {{brand}} のログインコードです。',
    payment: '{{code}} は {{brand}} の支払い確認コードです。',
    general: '{{code}} は {{brand}} の認証コードです。',
  },
  context: '{{context}}。',
  validity: '有効期間は{{duration}}です。',
  warning: '誰にも教えないでください。当社がお尋ねすることはありません。',
  fields: { amount: '金額', payee: '支払先' },
  confirmAddress: {
    subject: '{{brand}} メールアドレスのご確認',
    code: '{{code}} は {{brand}} でこのメールアドレスを確認するためのコードです。',
    unasked: 'お心当たりがない場合は、このメールを無視してください。',
  },
};
