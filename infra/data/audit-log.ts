/**
 * The audit log: a separate log group that functions append to and nobody changes.
 *
 * The stack creates its only stream, so that writing needs a single action on a single resource. The log
 * contains user ids in the clear, because it must say who was affected. It is encrypted under the service's
 * key. Only one function may read it, and its route has a separate scope.
 */
import { Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AUDIT_LOG_STREAM } from '../../handlers/contract/audit.ts';
import type { LogKeeping } from '../cdk/log-keeping.ts';

export class AuditLog extends Construct {
  readonly logGroupName: string;
  private readonly streamArn: string;

  constructor(scope: Construct, id: string, keeping: LogKeeping) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'entries', {
      encryptionKey: keeping.key,
      retention: keeping.logRetentionDays,
      removalPolicy: keeping.removalPolicy,
    });
    new LogStream(this, 'stream', {
      logGroup,
      logStreamName: AUDIT_LOG_STREAM,
      removalPolicy: keeping.removalPolicy,
    });
    this.logGroupName = logGroup.logGroupName;
    const { partition, region, account } = Stack.of(this);
    this.streamArn = `arn:${partition}:logs:${region}:${account}:log-group:${this.logGroupName}:log-stream:${AUDIT_LOG_STREAM}`;
  }

  allowWriting(role: IRole): void {
    this.allow(role, 'logs:PutLogEvents');
  }

  allowReading(role: IRole): void {
    this.allow(role, 'logs:GetLogEvents');
  }

  private allow(role: IRole, action: string): void {
    role.addToPrincipalPolicy(new PolicyStatement({ actions: [action], resources: [this.streamArn] }));
  }
}
