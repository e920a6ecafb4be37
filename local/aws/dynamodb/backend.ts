/** The interface of the engines behind the DynamoDB calls. */

export type DynamoDbEngine = 'dynamodb-local' | 'dynalite';

export interface DynamoDbAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** A running engine. */
export interface DynamoDbBackend {
  readonly engine: DynamoDbEngine;
  /** Makes a call with a request body as a client sent it. */
  send(operation: string, body: Buffer): Promise<DynamoDbAnswer>;
  close(): Promise<void>;
}
