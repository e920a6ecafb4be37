/** DynamoDB's calls, as clients make them and as the local runtime makes them itself. */
import { AwsError } from '../wire/aws-error.ts';
import type { DynamoDbAnswer, DynamoDbBackend } from './backend.ts';

export interface DynamoDbWire {
  /** Passes a request body on, byte for byte. `caller` is the function that sent it. */
  send(operation: string, body: Buffer, caller?: string): Promise<DynamoDbAnswer>;
  /** Makes a call. @throws {AwsError} with DynamoDB's error code, without its namespace */
  call(operation: string, input: unknown): Promise<Record<string, unknown>>;
}

export function createDynamoDbWire({ send }: DynamoDbBackend): DynamoDbWire {
  return {
    send,
    async call(operation, input) {
      const { status, body } = await send(operation, Buffer.from(JSON.stringify(input)));
      const output = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
      if (status === 200) {
        return output;
      }
      const code = String(output.__type).split('#').at(-1) ?? 'InternalServerError';
      throw new AwsError(code, String(output.message ?? output.Message ?? code), status);
    },
  };
}
