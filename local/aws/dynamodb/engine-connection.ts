/** Sends DynamoDB calls to an engine in another process of this machine. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { DynamoDbAnswer } from './backend.ts';

const TARGET_PREFIX = 'DynamoDB_20120810';
/**
 * The engine requires a signature but does not check it. One for all calls, because it rejects unusual key ids.
 */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local';
const PASSED_ON = ['content-type', 'x-amz-crc32', 'x-amzn-requestid'];

interface EngineConnection {
  send(operation: string, body: Buffer): Promise<DynamoDbAnswer>;
  close(): void;
}

/** A connection pool to the engine on a port of this machine. */
export function connectToEngine(port: number): EngineConnection {
  const agent = new Agent({ keepAlive: true });

  async function send(operation: string, body: Buffer): Promise<DynamoDbAnswer> {
    try {
      return await exchange(operation, body);
    } catch (error) {
      // The engine may close an idle connection just as it is reused; in that case it has read nothing.
      if (error instanceof Error && 'retryable' in error) {
        return await exchange(operation, body);
      }
      throw error;
    }
  }

  function exchange(operation: string, body: Buffer): Promise<DynamoDbAnswer> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': body.length,
        'x-amz-target': `${TARGET_PREFIX}.${operation}`,
        'x-amz-date': '20260101T000000Z',
        authorization: AUTHORIZATION,
      };
      const outgoing = request({ host: '127.0.0.1', port, method: 'POST', path: '/', headers, agent });
      outgoing.once('response', (response) => readAnswer(response).then(resolve, reject));
      outgoing.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          outgoing.reusedSocket && error.code === 'ECONNRESET'
            ? Object.assign(error, { retryable: true })
            : error,
        ),
      );
      outgoing.end(body);
    });
  }

  return { send, close: () => agent.destroy() };
}

async function readAnswer(response: IncomingMessage): Promise<DynamoDbAnswer> {
  return {
    status: response.statusCode ?? 500,
    headers: passedOn(response.headers),
    body: await buffer(response),
  };
}

const passedOn = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
