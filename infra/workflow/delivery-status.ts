/**
 * Delivery status: SNS's delivery log for texts, SES's events for emails, and the function that reads both.
 *
 * SNS chooses the names of the log's groups, for the account and region. They may exist before the stack, and
 * another deployment may use them too, so a function creates them instead of CloudFormation.
 */
import { CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { MAIL_INSTEAD, NOTE_MESSAGES } from '../../handlers/contract/functions/consumers.ts';
import { reportsOnEmails } from '../../handlers/contract/settings/emails.ts';
import { REPORTS_TIMEOUT_SECONDS } from '../../handlers/contract/timeouts.ts';
import type { Channel } from '../../handlers/contract/vocabulary.ts';
import { acceptFindings, arnInFinding, ROLE_FINDINGS } from '../cdk/findings.ts';
import type { Foundation } from '../data/foundation.ts';
import type { CourierFunction } from '../functions/courier-function.ts';
import { deployFunction, extendFunction } from '../functions/deploy-function.ts';
import type { TextLogResources } from '../functions/deployment.ts';
import { ARRIVAL_EVENTS, emailRule } from '../functions/email-feedback.ts';
import { keepActivity } from '../functions/keep-activity.ts';

/** Some ten calls, which are usually short. */
const KEEPER_TIMEOUT_SECONDS = 60;

/** https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html */
const GROUPS = {
  arrived: 'DirectPublishToPhoneNumber',
  failed: 'DirectPublishToPhoneNumber/Failure',
} as const;

export class DeliveryStatus extends Construct {
  constructor(
    scope: Construct,
    id: string,
    foundation: Foundation,
    deliverBy: Readonly<Record<Channel, CourierFunction>>,
  ) {
    super(scope, id);
    const reader = this.readReports(foundation);
    extendFunction(deliverBy.sms, NOTE_MESSAGES, foundation);
    this.readLog(this.keepLog(foundation), reader);
    if (reportsOnEmails(foundation.config)) {
      extendFunction(deliverBy.email, NOTE_MESSAGES, foundation);
      emailRule(this, 'emails', foundation, {
        description: 'Token Courier: whether emails are delivered',
        events: ARRIVAL_EVENTS,
        reader,
      });
    }
  }

  private readReports(foundation: Foundation): CourierFunction {
    const reader = deployFunction(this, 'consumers', 'note-delivery-reports', {
      deployment: foundation,
      timeoutSeconds: REPORTS_TIMEOUT_SECONDS,
      reservedConcurrency: foundation.config.reportsConcurrency,
    });
    keepActivity(foundation, reader);
    const { config } = foundation;
    if (config.deliveryStatus === 'fallback') {
      extendFunction(reader, MAIL_INSTEAD, foundation);
      if (reportsOnEmails(config)) {
        extendFunction(reader, NOTE_MESSAGES, foundation);
      }
    }
    return reader;
  }

  /** Returns the log, with the resource after which it exists. */
  private keepLog(foundation: Foundation): TextLog {
    const { region, account } = Stack.of(this);
    const groups = Object.values(GROUPS).map((name) => `sns/${region}/${account}/${name}`);
    const role = this.writer(groups);
    const textLog: TextLogResources = { roleArn: role.roleArn, groupArns: this.arnsOf(groups) };
    const { key, logRetentionDays, removalPolicy } = foundation.defaults;
    const keeper = deployFunction(this, 'hooks', 'keep-text-log', {
      deployment: { ...foundation, textLog },
      timeoutSeconds: KEEPER_TIMEOUT_SECONDS,
    });
    const kept = new CustomResource(this, 'text-log', {
      serviceToken: keeper.functionArn,
      resourceType: 'Custom::TextLog',
      // Lambda calls again, a minute later, where the function ran out of time.
      serviceTimeout: Duration.minutes(5),
      properties: {
        roleArn: role.roleArn,
        groups,
        retentionDays: logRetentionDays,
        keyArn: key.keyArn,
        isDisposable: removalPolicy === RemovalPolicy.DESTROY,
      },
    });
    kept.node.addDependency(keeper.role, role);
    return { groups, kept };
  }

  /**
   * The role that SNS writes the log with: the part of the managed policy AmazonSNSRole that the log needs.
   * https://docs.aws.amazon.com/sns/latest/dg/topics-attrib-prereq.html
   *
   * It stays when the stack is deleted, with its policy in it: another deployment may need the log by then.
   *
   * Its trust has no condition on `aws:SourceAccount`. AWS documents none for this log, and a key that SNS does not
   * send would stop the log without an error. No other account can have SNS assume it, because IAM lets nobody pass
   * a role of another account:
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
   */
  private writer(groups: readonly string[]): Role {
    const resources = this.arnsOf(groups);
    const role = new Role(this, 'text-log-role', {
      assumedBy: new ServicePrincipal('sns.amazonaws.com'),
      inlinePolicies: {
        log: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [...resources],
            }),
          ],
        }),
      },
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acceptFindings(role, {
      ...ROLE_FINDINGS,
      ...Object.fromEntries(
        resources
          .filter((arn) => arn.endsWith('*'))
          .map((arn) => [
            `AwsSolutions-IAM5[Resource::${arnInFinding(role, arn)}]`,
            'The streams of one group; SNS chooses their names.',
          ]),
      ),
    });
    return role;
  }

  private readLog({ groups, kept }: TextLog, reader: CourierFunction): void {
    for (const [index, name] of Object.keys(GROUPS).entries()) {
      const logGroupName = groups[index] ?? '';
      const permission = new CfnPermission(this, `call-for-${name}`, {
        action: 'lambda:InvokeFunction',
        functionName: reader.functionArn,
        principal: new ServicePrincipal('logs.amazonaws.com').service,
        sourceAccount: Stack.of(this).account,
        sourceArn: `${this.arnOf(logGroupName)}:*`,
      });
      const filter = new CfnSubscriptionFilter(this, `${name}-lines`, {
        logGroupName,
        // Every line.
        filterPattern: '',
        destinationArn: reader.functionArn,
      });
      filter.node.addDependency(permission, kept);
    }
  }

  private arnsOf(groups: readonly string[]): readonly string[] {
    return groups.flatMap((name) => [this.arnOf(name), `${this.arnOf(name)}:*`]);
  }

  private arnOf(logGroupName: string): string {
    const { partition, region, account } = Stack.of(this);
    return `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}`;
  }
}

interface TextLog {
  readonly groups: readonly string[];
  readonly kept: CustomResource;
}
