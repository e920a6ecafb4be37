/** What every engine behind the DynamoDB calls is to this runtime. */

export type DynamoDbEngine = 'dynamodb-local' | 'dynalite';

/** A running engine. */
export interface DynamoDbBackend {
  readonly engine: DynamoDbEngine;
  /** Of 127.0.0.1. */
  readonly port: number;
  close(): Promise<void>;
}
