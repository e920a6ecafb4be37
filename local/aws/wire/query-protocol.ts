/** The AWS Query protocol: form parameters in requests, XML in answers. */
import { randomUUID } from 'node:crypto';
import type { AwsError } from './aws-error.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

/** XML namespaces, which end in the version of the service's API. */
const SNS_NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';
export const CLOUDFORMATION_NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

/** Objects become elements, arrays `member` elements, maps `entry` elements. */
type XmlValue = string | readonly XmlValue[] | ReadonlyMap<string, string> | XmlObject;
export interface XmlObject {
  readonly [name: string]: XmlValue | undefined;
}

/** The parameters of a call, from the query string and the form body. */
export function queryParameters({ url, body }: WireRequest): URLSearchParams {
  const parameters = new URLSearchParams(url.searchParams);
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    parameters.append(name, value);
  }
  return parameters;
}

/** Reads `Prefix.entry.N.key` and `Prefix.entry.N.value` pairs. */
export const entries = (parameters: URLSearchParams, prefix: string): Map<string, string> =>
  new Map(
    numbered(parameters, `${prefix}.entry`).map((at) => [
      parameters.get(`${at}.key`) ?? '',
      parameters.get(`${at}.value`) ?? '',
    ]),
  );

/** The prefixes `Prefix.1`, `Prefix.2`... that occur in parameter names. */
export function numbered(parameters: URLSearchParams, prefix: string): string[] {
  const names = [...parameters.keys()];
  const numbers = new Set(
    names
      .filter((name) => name.startsWith(`${prefix}.`))
      .map((name) => name.slice(prefix.length + 1).split('.')[0]),
  );
  return [...numbers].map((number) => `${prefix}.${number}`);
}

/** The answer to a call that succeeded. */
export const queryAnswer = (
  action: string,
  result: XmlObject | undefined,
  namespace = SNS_NAMESPACE,
): WireAnswer =>
  xmlAnswer(
    200,
    `<${action}Response xmlns="${namespace}">` +
      (result ? element(`${action}Result`, result) : '') +
      `${element('ResponseMetadata', { RequestId: randomUUID() })}</${action}Response>`,
  );

/** The answer to a call that failed. */
export const queryError = ({ status, code, message }: AwsError, namespace = SNS_NAMESPACE): WireAnswer =>
  xmlAnswer(
    status,
    `<ErrorResponse xmlns="${namespace}">` +
      element('Error', { Type: status >= 500 ? 'Receiver' : 'Sender', Code: code, Message: message }) +
      `${element('RequestId', randomUUID())}</ErrorResponse>`,
  );

const xmlAnswer = (status: number, body: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});

const element = (name: string, value: XmlValue): string => `<${name}>${content(value)}</${name}>`;

function content(value: XmlValue): string {
  if (typeof value === 'string') {
    return escapeMarkup(value);
  }
  if (Array.isArray(value)) {
    return value.map((item: XmlValue) => element('member', item)).join('');
  }
  if (value instanceof Map) {
    return [...value].map(([key, each]) => element('entry', { key, value: each })).join('');
  }
  return Object.entries(value)
    .map(([name, each]: [string, XmlValue | undefined]) => (each === undefined ? '' : element(name, each)))
    .join('');
}

/** Escapes text for XML and HTML elements and attributes. */
export const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`);
