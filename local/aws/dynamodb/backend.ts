/** The interface of the engines behind the DynamoDB calls. */

export type DynamoDbEngine = 'dynamodb-local' | 'dynalite';

/** A running engine. */
export interface DynamoDbBackend {
  readonly engine: DynamoDbEngine;
  /** On 127.0.0.1. */
  readonly port: number;
  close(): Promise<void>;
}
