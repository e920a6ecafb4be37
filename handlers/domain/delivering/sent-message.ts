/** A message that its service accepted. */
export interface SentMessage {
  /** The id that the service's later reports name; empty when it gave none. */
  readonly messageId: string;
}
