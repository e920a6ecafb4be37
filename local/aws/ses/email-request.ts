/**
 * What SES accepts as a message.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
import { AwsError } from '../wire/aws-error.ts';

/** Dots in the local part only between other characters: RFC 5322 section 3.2.3. */
const ADDRESS =
  /^(?=[^@]{1,64}@)[!-\-/-?A-~]+(?:\.[!-\-/-?A-~]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,58}[A-Za-z0-9])$/i;
const TAG = /^[A-Za-z0-9_-]{1,256}$/;
const MAX_RECIPIENTS = 50;
const ASCII = /^[\t\r\n -~]*$/;

export interface Email {
  /** As the header has it. */
  readonly from: string;
  readonly fromAddress: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly configurationSet: string | undefined;
  /** By name. */
  readonly tags: Readonly<Record<string, string>>;
}

const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message);

/** @throws {AwsError} `BadRequestException` */
export function readEmail(input: Readonly<Record<string, unknown>>): Email {
  const { FromEmailAddress, Destination, Content, ConfigurationSetName, EmailTags, ...others } = input;
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw badRequest(`${other} is not supported by the local runtime.`);
  }
  if (typeof FromEmailAddress !== 'string') {
    throw badRequest('Missing required header From.');
  }
  const fromAddress = addressIn(FromEmailAddress);
  const {
    ToAddresses = [],
    CcAddresses = [],
    BccAddresses = [],
  } = (Destination ?? {}) as Record<string, readonly string[]>;
  const to = [...ToAddresses, ...CcAddresses, ...BccAddresses].map(addressIn);
  if (to.length === 0) {
    throw badRequest('Destination must have at least one address.');
  }
  if (to.length > MAX_RECIPIENTS) {
    throw badRequest(`Recipient count exceeds ${MAX_RECIPIENTS}.`);
  }
  const simple = simpleIn(Content);
  return {
    from: FromEmailAddress,
    fromAddress,
    to,
    ...simple,
    configurationSet: ConfigurationSetName === undefined ? undefined : String(ConfigurationSetName),
    tags: tagsIn(EmailTags),
  };
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html */
function tagsIn(list: unknown = []): Email['tags'] {
  const tags = (list as readonly { Name?: unknown; Value?: unknown }[]).map(
    ({ Name, Value }) => [String(Name ?? ''), String(Value ?? '')] as const,
  );
  const wrong = tags.flat().find((text) => !TAG.test(text));
  if (wrong !== undefined) {
    throw badRequest(
      `Invalid tag name or value <${wrong}>: only alphanumeric ASCII characters, '_' and '-'.`,
    );
  }
  return Object.fromEntries(tags);
}

function simpleIn(content: unknown): Pick<Email, 'subject' | 'text' | 'html'> {
  const { Simple, ...others } = (content ?? {}) as Record<string, unknown>;
  if (Object.keys(others).length > 0) {
    throw badRequest('The local runtime supports Content.Simple only.');
  }
  const { Subject, Body } = (Simple ?? {}) as {
    Subject?: unknown;
    Body?: { Text?: unknown; Html?: unknown };
  };
  const subject = dataIn(Subject, 'Subject');
  const text = dataIn(Body?.Text, 'Body.Text');
  const html = dataIn(Body?.Html, 'Body.Html');
  if (subject === undefined || (text === undefined && html === undefined)) {
    throw badRequest('A message must have a Subject and a Body with Text or Html.');
  }
  if (/[\r\n]/.test(subject)) {
    throw badRequest('The Subject must be one line.');
  }
  return { subject, text, html };
}

/** Without a Charset it is 7-bit ASCII. */
function dataIn(part: unknown, name: string): string | undefined {
  if (part === undefined) {
    return undefined;
  }
  const { Data, Charset } = part as { Data?: unknown; Charset?: unknown };
  if (typeof Data !== 'string') {
    throw badRequest(`${name} must have Data.`);
  }
  if (Charset === undefined ? !ASCII.test(Data) : String(Charset).toUpperCase() !== 'UTF-8') {
    throw badRequest(`${name} must name the Charset UTF-8, or be ASCII.`);
  }
  return Data;
}

/** Of `"Name" <address>`, too. */
function addressIn(header: string): string {
  const address = /^(?:"(?:[^"\\]|\\.)*"|[^<>"]*)\s*<([^<>]+)>$/.exec(header)?.[1] ?? header;
  if (!ADDRESS.test(address)) {
    throw badRequest("Missing final '@domain'");
  }
  return address;
}
