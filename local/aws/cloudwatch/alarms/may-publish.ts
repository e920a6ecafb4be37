/**
 * Whether CloudWatch may publish what an alarm says: the topic's policy has to let it, and so has the key that encrypts
 * the topic. On AWS nobody would hear of the alarm otherwise, so the start is refused.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
import type { Stack } from '../../../cloudformation/load-stack.ts';
import { toList, toObject, toText, toTextList } from '../../../http/json-values.ts';

const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/** @throws naming the policy that does not let CloudWatch publish; topics of others are not known here */
export function checkPublishing(stack: Stack, alarmArn: string, topicArn: string): void {
  const resources = [...stack.resources.values()];
  const topic = resources.find(({ type, ref }) => type === 'AWS::SNS::Topic' && ref === topicArn);
  if (topic === undefined) {
    return;
  }
  const policies = resources.filter(
    ({ type, properties }) =>
      type === 'AWS::SNS::TopicPolicy' && toTextList(properties.Topics).includes(topicArn),
  );
  const allowed = (document: unknown, actions: readonly string[]) =>
    statementsOf(document).some((statement) => lets(statement, actions, alarmArn));
  if (!policies.some(({ properties }) => allowed(properties.PolicyDocument, ['sns:Publish']))) {
    throw new Error(`${topic.path}: its policy does not let CloudWatch publish for ${alarmArn}.`);
  }
  const keyId = toText(topic.properties.KmsMasterKeyId);
  const key = resources.find(
    ({ type, ref, arn }) => type === 'AWS::KMS::Key' && (ref === keyId || arn === keyId),
  );
  if (key && !allowed(key.properties.KeyPolicy, ['kms:Decrypt', 'kms:GenerateDataKey*'])) {
    throw new Error(`${key.path}: its policy does not let CloudWatch publish to ${topicArn}.`);
  }
}

type Statement = Record<string, unknown>;

const statementsOf = (document: unknown): readonly Statement[] =>
  toList(toObject(document).Statement).map(toObject);

const lets = (
  { Effect, Principal, Action, Condition }: Statement,
  actions: readonly string[],
  alarmArn: string,
): boolean =>
  Effect === 'Allow' &&
  [toObject(Principal).Service].flat().includes(CLOUDWATCH) &&
  actions.every((action) => [Action].flat().includes(action)) &&
  isFrom(toObject(Condition), alarmArn);

/** The patterns of ARNs here have `*` at their end only. */
const isFrom = ({ ArnLike }: Statement, alarmArn: string): boolean => {
  const pattern = toText(toObject(ArnLike)['aws:SourceArn'] ?? '*');
  return pattern.endsWith('*') ? alarmArn.startsWith(pattern.slice(0, -1)) : alarmArn === pattern;
};
