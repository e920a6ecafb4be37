/** What a message service said of a message that it accepted. */
export interface SentMessage {
  /** By which the service's later reports name the message; empty when it names none. */
  readonly messageId: string;
}
