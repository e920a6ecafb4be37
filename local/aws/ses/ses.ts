/** Amazon SES API v2 over REST: emails end in the inbox, and what it would not send is refused. */
import { randomUUID } from 'node:crypto';
import type { Stack } from '../../cloudformation/load-stack.ts';
import type { State } from '../../persistence/keeper.ts';
import type { EventBus } from '../eventbridge/event-bus.ts';
import { applyFault } from '../faults/apply-fault.ts';
import type { FaultRegistry } from '../faults/fault-registry.ts';
import type { MessageStore } from '../sns/message-store.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { WireAnswer, WireRequest } from '../wire/wire.ts';
import { parseJsonObject } from '../wire/wire.ts';
import { createSesAccount } from './account.ts';
import { createSesOperations } from './operations.ts';

const PATH = '/v2/email/';

export const isSesPath = (path: string): boolean => path.startsWith(PATH);

export interface SesOptions {
  readonly stack: Stack;
  readonly messages: MessageStore;
  readonly faults: FaultRegistry;
  readonly state: State;
  readonly bus: EventBus;
}

export interface Ses {
  /** The name of the operation that a request is for; undefined for none that is here. */
  operationOf(request: WireRequest): string | undefined;
  serve(request: WireRequest): Promise<WireAnswer>;
}

export function createSes(options: SesOptions): Ses {
  const account = createSesAccount(options.stack, options.state.keeper('ses', 'at-once'));
  const operations = createSesOperations({ ...options, account });

  const find = ({ method, url }: WireRequest) => {
    const path = url.pathname.slice(PATH.length);
    return operations.find((each) => each.method === method && each.path.test(path));
  };

  return {
    operationOf: (request) => find(request)?.name,
    async serve(request) {
      try {
        const operation = find(request);
        if (operation === undefined) {
          const known = [...new Set(operations.map(({ name }) => name))].join(', ');
          throw new AwsError('BadRequestException', `The local runtime supports of SES v2: ${known}.`);
        }
        await applyFault(options.faults, {
          service: 'ses',
          operation: operation.name,
          function: request.caller,
        });
        const [, name = ''] = operation.path.exec(request.url.pathname.slice(PATH.length)) ?? [];
        return answer(200, operation.run(parseJsonObject(request.body), decodeURIComponent(name)) ?? {});
      } catch (error) {
        if (!(error instanceof AwsError)) {
          throw error;
        }
        return answer(error.status, { message: error.message }, { 'x-amzn-errortype': error.code });
      }
    },
  };
}

const answer = (status: number, body: object, headers: Record<string, string> = {}): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers },
  body: JSON.stringify(body),
});
