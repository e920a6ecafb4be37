/** What a function's row allows about emails, by the service that sends them. */
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { EmailAction } from '../../handlers/contract/function.ts';
import type { Deployment } from './deployment.ts';
import { allowKey, allowSes, allowTopics } from './permissions.ts';

type TopicAction = `sns:${string}`;

/** On people's own topics. */
const BY_SNS: Readonly<Record<EmailAction, readonly TopicAction[]>> = {
  ask: ['sns:ListSubscriptionsByTopic'],
  confirm: ['sns:ConfirmSubscription'],
  enrol: ['sns:CreateTopic', 'sns:Subscribe'],
  forget: ['sns:DeleteTopic'],
  send: ['sns:Publish'],
};

/** Where SES sends, people may have topics from before: some have left them, and each has an address in it. */
const STILL_BY_SNS: readonly EmailAction[] = ['ask', 'forget'];

/** What SNS does with the key of people's topics on its caller's behalf. */
const TOPIC_KEY_ACTIONS: Readonly<Partial<Record<EmailAction, readonly `kms:${string}`[]>>> = {
  enrol: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
  send: ['kms:Decrypt', 'kms:GenerateDataKey'],
};

export function allowEmails(role: IRole, actions: readonly EmailAction[], deployment: Deployment): void {
  const { emailSender } = deployment.config;
  if (emailSender.kind === 'sns') {
    allowOnTopics(role, actions, deployment);
    return;
  }
  allowOnTopics(
    role,
    actions.filter((action) => STILL_BY_SNS.includes(action)),
    deployment,
  );
  if (actions.includes('send')) {
    allowSes(role, emailSender.from, deployment.configurationSet);
  }
}

function allowOnTopics(
  role: IRole,
  actions: readonly EmailAction[],
  { topicPrefix, defaults }: Deployment,
): void {
  if (actions.length === 0) {
    return;
  }
  allowTopics(
    role,
    topicPrefix,
    actions.flatMap((action) => BY_SNS[action]),
  );
  const keyActions = [...new Set(actions.flatMap((action) => TOPIC_KEY_ACTIONS[action] ?? []))];
  if (keyActions.length > 0) {
    allowKey(role, defaults.key, keyActions, 'sns');
  }
}
