/** What carries texts to people. */

/** @throws DeliveryUnavailable when a retry may help or the outcome is not known, DeliveryRefused when not. */
export interface SmsSender {
  send(phoneNumber: string, text: string): Promise<void>;
}
