/**
 * Custom resources with a function of the stack: it is called with `Create` when the service starts, and answers
 * with a PUT, as on AWS. CDK's own functions are not called: the local runtime replaces or does not need them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import type { LambdaPool } from '../lambda/pool.ts';
import type { WireAnswer, WireRequest } from '../wire/wire.ts';

const FUNCTION_TYPE = 'AWS::Lambda::Function';
const CUSTOM = /^(Custom::|AWS::CloudFormation::CustomResource$)/;
/** Short names of CDK's functions: of its core, and of AwsCustomResource. */
const CDK_OWN = /^(Custom::|AWS[0-9a-f]{32})/;
const PATH = '/_cloudformation/';
/** AWS waits for an hour, or for ServiceTimeout. */
const PATIENCE_MS = 60_000;

/** A custom resource that could not be created: CloudFormation would roll the stack back. */
export class CustomResourceFailedError extends Error {
  override readonly name = 'CustomResourceFailedError';
}

interface Answer {
  readonly Status?: string;
  readonly Reason?: string;
}

export interface CustomResources {
  isAnswer(request: WireRequest): boolean;
  /** Receives a function's answer. */
  take(request: WireRequest): WireAnswer;
  /** Creates them one after another. `url` receives the answers. @throws {CustomResourceFailedError} */
  create(url: string, invoke: LambdaPool['invoke']): Promise<void>;
}

export function createCustomResources(stack: Stack): CustomResources {
  const waiting = new Map<string, (answer: Answer) => void>();

  return {
    isAnswer: ({ method, url }) => method === 'PUT' && url.pathname.startsWith(PATH),
    take({ url, body }) {
      const told = waiting.get(url.pathname.slice(PATH.length));
      told?.(parsed(body.toString('utf8')));
      return { status: told ? 200 : 404, headers: {}, body: '' };
    },
    async create(url, invoke) {
      for (const resource of ownResources(stack)) {
        const id = randomUUID();
        const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
        const run = invoke(
          String(resource.properties.ServiceToken),
          eventOf(resource, stack, `${url}${PATH}${id}`),
        );
        const { Status, Reason } = await Promise.race([answered, endOf(run, answered), silence()]);
        waiting.delete(id);
        if (Status !== 'SUCCESS') {
          throw new CustomResourceFailedError(`${resource.path} could not be created: ${Reason}`);
        }
      }
    },
  };
}

function ownResources({ resources }: Stack): Resource[] {
  const all = [...resources.values()];
  const own = all
    .filter(({ type, shortName }) => type === FUNCTION_TYPE && !CDK_OWN.test(shortName))
    .map(({ arn }) => arn);
  return all.filter(
    ({ type, properties }) => CUSTOM.test(type) && own.includes(String(properties.ServiceToken)),
  );
}

const eventOf = (
  { logicalId, type, properties }: Resource,
  { name, region, accountId }: Stack,
  ResponseURL: string,
) =>
  JSON.stringify({
    RequestType: 'Create',
    ResponseURL,
    StackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/local`,
    RequestId: randomUUID(),
    ResourceType: type,
    LogicalResourceId: logicalId,
    ResourceProperties: asText(properties),
  });

/** CloudFormation passes numbers and booleans as strings. */
const asText = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value.map(asText);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, asText(each)]))
    : String(value);
};

/** A function that ended without an answer will not give one. */
async function endOf(run: ReturnType<LambdaPool['invoke']>, answered: Promise<Answer>): Promise<Answer> {
  const result = await run;
  return result.kind === 'result'
    ? Promise.race([
        answered,
        sleep(1_000, { Reason: 'its function ended without an answer' }, { ref: false }),
      ])
    : { Reason: result.error.errorMessage };
}

const silence = (): Promise<Answer> => sleep(PATIENCE_MS, { Reason: 'there was no answer' }, { ref: false });

function parsed(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return { Reason: 'its function did not answer with JSON' };
  }
}
