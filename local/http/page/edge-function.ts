/**
 * Runs the CloudFront functions of a distribution, at the requests of viewers. Their code is the template's.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 */
import { randomUUID } from 'node:crypto';
import { createContext, runInContext } from 'node:vm';
import type { Resource } from '../../cloudformation/load-stack.ts';
import type { GatewayAnswer, GatewayRequest, Pair } from '../api-gateway/gateway-message.ts';
import { toList, toObject, toText } from '../json-values.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MOST_CODE_BYTES = 10_240;
/** There, a function has less than a millisecond of CPU. This only ends one that would run forever. */
const TIMEOUT_MS = 1_000;

type Message = Pick<GatewayRequest, 'method' | 'path' | 'query' | 'headers' | 'sourceIp'>;

/** Either the function's own answer, or the path to go on with. */
type EdgeOutcome = { readonly answer: GatewayAnswer } | { readonly path: string };
export type EdgeFunction = (request: Message) => EdgeOutcome;

/** Undefined without a function. @throws when a function is associated that cannot run here, or its code is too large */
export function readEdgeFunction(
  behavior: Record<string, unknown>,
  resources: readonly Resource[],
): EdgeFunction | undefined {
  const [association, ...others] = toList(behavior.FunctionAssociations).map(toObject);
  if (toList(behavior.LambdaFunctionAssociations).length > 0 || others.length > 0) {
    throw new Error('The local runtime runs one CloudFront function for each behaviour, and no Lambda@Edge.');
  }
  if (association === undefined) {
    return undefined;
  }
  if (association.EventType !== 'viewer-request') {
    throw new Error(
      `The local runtime runs CloudFront functions at viewer-request, not at ${association.EventType}.`,
    );
  }
  const resource = resources.find(
    ({ type, ref }) => type === 'AWS::CloudFront::Function' && ref === association.FunctionARN,
  );
  if (resource === undefined) {
    throw new Error(`There is no CloudFront function ${toText(association.FunctionARN)}.`);
  }
  return compile(resource);
}

function compile({ path, properties }: Resource): EdgeFunction {
  const code = toText(properties.FunctionCode);
  const bytes = Buffer.byteLength(code);
  if (bytes > MOST_CODE_BYTES) {
    throw new Error(`${path} has ${bytes} bytes of code. CloudFront allows ${MOST_CODE_BYTES}.`);
  }
  const context = createContext({});
  runInContext(code, context, { timeout: TIMEOUT_MS });
  return (request) => {
    // As text, so that nothing of this process is within the function's reach.
    const event = JSON.stringify(JSON.stringify(eventOf(request)));
    const call = `JSON.stringify(handler(JSON.parse(${event})))`;
    const result = toObject(JSON.parse(String(runInContext(call, context, { timeout: TIMEOUT_MS }))));
    return result.statusCode === undefined ? { path: toText(result.uri) } : { answer: answerOf(result) };
  };
}

const eventOf = ({ method, path, query, headers, sourceIp }: Message) => ({
  version: '1.0',
  context: { eventType: 'viewer-request', requestId: randomUUID() },
  viewer: { ip: sourceIp },
  request: { method, uri: path, querystring: valuesOf(query), headers: valuesOf(headers, true), cookies: {} },
});

/** Names that occur more than once have `multiValue` too; `value` is the first. */
function valuesOf(pairs: readonly Pair[], isHeader = false): Record<string, object> {
  const grouped = Map.groupBy(pairs, ([name]) => (isHeader ? name.toLowerCase() : name));
  return Object.fromEntries(
    [...grouped].map(([name, all]) => {
      const multiValue = all.map(([, value]) => ({ value }));
      return [name, { ...multiValue[0], ...(all.length > 1 ? { multiValue } : {}) }];
    }),
  );
}

/** @throws when CloudFront would answer 502: header names must be lower-case */
function answerOf({ statusCode, headers, body }: Record<string, unknown>): GatewayAnswer {
  const pairs = Object.entries(toObject(headers)).map(([name, value]): Pair => {
    if (name !== name.toLowerCase()) {
      throw new Error(`A CloudFront function answered with the header ${name}, which must be lower-case.`);
    }
    return [name, toText(toObject(value).value)];
  });
  const data = typeof body === 'string' ? body : toText(toObject(body).data);
  return { status: Number(statusCode), headers: pairs, body: data };
}
