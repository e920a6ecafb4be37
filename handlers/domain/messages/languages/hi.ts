/** Texts in Hindi. */
import type { Wording } from '../wording.ts';

export const hi: Wording = {
  subject: {
    signIn: 'आपका {{brand}} साइन-इन कोड',
    payment: 'आपका {{brand}} भुगतान कोड',
    general: 'आपका {{brand}} सुरक्षा कोड',
  },
  code: {
    signIn: '{{code}} आपका {{brand}} साइन-इन कोड है।',
    payment: '{{code}} आपका {{brand}} भुगतान कोड है।',
    general: '{{code}} आपका {{brand}} कोड है।',
  },
  context: '{{context}}।',
  validity: 'यह {{duration}} तक मान्य है।',
  warning: 'इसे किसी को न बताएँ, हम इसे कभी नहीं माँगते।',
  fields: { amount: 'राशि', payee: 'प्राप्तकर्ता' },
  confirmAddress: {
    subject: '{{brand}}: अपने ईमेल पते की पुष्टि करें',
    code: '{{code}} इस ईमेल पते की पुष्टि के लिए आपका {{brand}} कोड है।',
    unasked: 'अगर आपने इसका अनुरोध नहीं किया है, तो इस ईमेल को अनदेखा करें।',
  },
};
