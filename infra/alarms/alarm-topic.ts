/**
 * The topic of alarms, encrypted under the service's key, with what CloudWatch needs to publish to it: permission on
 * the topic, and use of the key. Without the second one, an alarm goes off and nobody hears of it.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { acceptFindings } from '../cdk/findings.ts';

export class AlarmTopic extends Topic {
  /** `names` are the alarms that may publish; `*` is any text. */
  constructor(
    scope: Construct,
    id: string,
    { key, email, names }: { readonly key: IKey; readonly email: string; readonly names: string },
  ) {
    super(scope, id, { displayName: 'Token Courier alarms', masterKey: key, enforceSSL: true });
    const { partition, region, account } = Stack.of(scope);
    const cloudWatch = {
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:${names}` },
      },
    };
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        ...cloudWatch,
        actions: ['sns:Publish'],
        resources: [this.topicArn],
      }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublishToTheirTopic',
        ...cloudWatch,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        // In a key policy, "*" means this key.
        resources: ['*'],
      }),
    );
    acceptFindings(this.addSubscription(new EmailSubscription(email)), {
      'Serverless-SNSRedrivePolicy':
        'Nobody would read a queue of mails that did not arrive; the dashboard shows every alarm.',
    });
  }
}
