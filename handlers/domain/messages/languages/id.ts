/** Texts in Indonesian. */
import type { Wording } from '../wording.ts';

export const id: Wording = {
  subject: {
    signIn: 'Kode masuk {{brand}} Anda',
    payment: 'Kode pembayaran {{brand}} Anda',
    general: 'Kode keamanan {{brand}} Anda',
  },
  code: {
    signIn: '{{code}} adalah kode masuk {{brand}} Anda.',
    payment: '{{code}} adalah kode pembayaran {{brand}} Anda.',
    general: '{{code}} adalah kode {{brand}} Anda.',
  },
  context: '{{context}}.',
  validity: 'Berlaku {{duration}}.',
  warning: 'Jangan bagikan: kami tidak akan memintanya.',
  fields: { amount: 'Jumlah', payee: 'Penerima' },
  confirmAddress: {
    subject: 'Konfirmasi alamat email Anda untuk {{brand}}',
    code: '{{code}} adalah kode untuk mengonfirmasi alamat email ini di {{brand}}.',
    unasked: 'Jika Anda tidak memintanya, abaikan email ini.',
  },
};
