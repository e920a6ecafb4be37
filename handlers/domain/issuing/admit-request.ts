/** Decides whether a token may be issued and where it would go, before anything is stored or sent. */
import type { CountryCode } from 'libphonenumber-js/min';
import { CANARY_PERSON } from '../../contract/canary.ts';
import { idempotencyKey } from '../../contract/fields.ts';
import type { IssueTokenBody } from '../../contract/routes/issue-token.ts';
import { issueTokenBody } from '../../contract/routes/issue-token.ts';
import type { ShortestLengths } from '../../contract/settings/codes.ts';
import type { AdmitRequestInput, Brought } from '../../contract/workflow.ts';
import type { Clock } from '../clock.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse, refuseFields } from '../decision.ts';
import { parsePhoneNumber } from '../destinations/phone-number.ts';
import { destinationsFor } from '../destinations/test-destination.ts';
import type { AskedToken } from '../issue-rule.ts';
import { unknownLimitKeys } from '../limits/limit-keys.ts';
import { shownContextErrors } from '../messages/shown-context.ts';
import { parseBody, parseFields } from '../parse-request.ts';
import type { Clients } from '../token/client-groups.ts';
import { deliveryGroup } from '../token/delivery-slot.ts';
import type { TokenShape } from '../token/token-format.ts';
import { chooseShape } from '../token/token-format.ts';
import type { IssueDecision, IssuePolicyPorts } from './issue-policy.ts';
import { applyIssuePolicy } from './issue-policy.ts';

export interface AdmitRequestPorts extends IssuePolicyPorts {
  readonly now: Clock;
  readonly clients: Pick<Clients, 'groupOf' | 'isCanary'>;
  readonly defaultShape: TokenShape;
  readonly shortestLengths: ShortestLengths;
  /** ISO 3166-1, or empty. */
  readonly defaultCountry: CountryCode | '';
  /** Told a well-formed request. */
  readonly onAsked?: ((asked: AskedToken) => void) | undefined;
}

/** Admits a request, replays an earlier answer, or refuses. @throws as applyIssuePolicy */
export async function admitRequest(
  input: AdmitRequestInput,
  ports: AdmitRequestPorts,
): Promise<Decision<IssueDecision>> {
  const asked = readRequest(input, ports);
  if (!asked.ok) {
    return asked;
  }
  ports.onAsked?.(asked.value);
  const destinations = destinationsFor(asked.value, ports.destinations);
  return applyIssuePolicy(asked.value, { ...ports, destinations });
}

function readRequest(input: AdmitRequestInput, ports: AdmitRequestPorts): Decision<AskedToken> {
  const key = parseFields(idempotencyKey, input.idempotency_key, 'Idempotency-Key');
  if (!key.ok) {
    return key;
  }
  const body = parseBody(issueTokenBody, input.body);
  if (!body.ok) {
    return body;
  }
  const isCanary = ports.clients.isCanary(input.client_id);
  if (isCanary && !isCanaryPerson(body.value)) {
    return refuse('no_destination', 'The canary is sent codes as itself only.');
  }
  const { brought = {} } = input.given ?? {};
  const shape = shapeOf(body.value, brought, ports);
  const phone = parsePhoneNumber(body.value.phone_number, ports.defaultCountry);
  const format = shape.ok ? shape.value.format : ports.defaultShape.format;
  const others = [
    ...shownContextErrors(body.value.context, ports.contextInMessage, format),
    ...unknownLimitKeys(body.value.limit_keys, ports.limitKeys),
  ];
  if (!shape.ok || !phone.ok || others.length > 0) {
    return refuseFields([...fieldsOf(shape), ...fieldsOf(phone), ...others]);
  }
  return accept({
    executionArn: input.execution_arn,
    clientId: input.client_id,
    clientGroup: groupOf(ports.clients.groupOf(input.client_id), brought),
    ...(isCanary && { isCanary: true }),
    idempotencyKey: key.value,
    body: body.value,
    brought,
    shape: shape.value,
    phoneNumber: phone.value,
    nowMs: ports.now(),
  });
}

const isCanaryPerson = ({ user_id, purpose }: Pick<IssueTokenBody, 'user_id' | 'purpose'>): boolean =>
  user_id === CANARY_PERSON.user_id && purpose === CANARY_PERSON.purpose;

/** Whoever verifies a delivered code answers for its length: the guess budget is about codes that are verified here. */
const shapeOf = (
  { format, length }: IssueTokenBody,
  { delivery }: Brought,
  { defaultShape, shortestLengths }: AdmitRequestPorts,
): Decision<TokenShape> =>
  delivery === undefined
    ? chooseShape({ format, length }, defaultShape, shortestLengths)
    : accept({ format: format ?? defaultShape.format, length: length ?? defaultShape.length });

const groupOf = (clientGroup: string, { delivery }: Brought): string =>
  delivery === undefined ? clientGroup : deliveryGroup(clientGroup, delivery.delivery_id);

const fieldsOf = (decision: Decision<unknown>) => (decision.ok ? [] : (decision.refusal.errors ?? []));
