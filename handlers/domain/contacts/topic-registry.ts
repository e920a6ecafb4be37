/** What enrolls email addresses: a topic for each. */

/** Whether a topic's subscription was confirmed by its owner. @throws DeliveryUnavailable */
export interface SubscriptionReader {
  isConfirmed(topicArn: string): Promise<boolean>;
}

/** One topic per enrolled address. @throws DeliveryUnavailable, DeliveryRefused */
export interface TopicRegistry extends SubscriptionReader {
  /** Creates a topic of its own for a new address; gives its ARN. */
  create(): Promise<string>;
  /** Asks the address to confirm; again for an unconfirmed one sends the mail again. */
  subscribe(topicArn: string, email: string): Promise<void>;
  /** Deletes the topic and its subscriptions; a topic that is gone is no error. */
  delete(topicArn: string): Promise<void>;
}
