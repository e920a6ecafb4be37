/** Texts in Malay. */
import type { Wording } from '../wording.ts';

export const ms: Wording = {
  subject: {
    signIn: 'Kod log masuk {{brand}} anda',
    payment: 'Kod pembayaran {{brand}} anda',
    general: 'Kod keselamatan {{brand}} anda',
  },
  code: {
    signIn: '{{code}} ialah kod log masuk {{brand}} anda.',
    payment: '{{code}} ialah kod pembayaran {{brand}} anda.',
    general: '{{code}} ialah kod {{brand}} anda.',
  },
  context: '{{context}}.',
  validity: 'Sah selama {{duration}}.',
  warning: 'Jangan kongsikan: kami tidak akan memintanya.',
  fields: { amount: 'Jumlah', payee: 'Penerima' },
  confirmAddress: {
    subject: 'Sahkan alamat e-mel anda untuk {{brand}}',
    code: '{{code}} ialah kod untuk mengesahkan alamat e-mel ini bagi {{brand}}.',
    unasked: 'Jika anda tidak memintanya, abaikan e-mel ini.',
  },
};
