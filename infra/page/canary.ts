/**
 * The canary: a function that EventBridge Scheduler calls every few minutes, and that calls the API over the internet, as
 * a separate client with the scopes to issue and to verify. It reaches nothing of the service but its own secret.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import type { UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { variableOf } from '../../handlers/contract/environment.ts';
import { acceptFindings, ROLE_FINDINGS } from '../cdk/findings.ts';
import type { Foundation } from '../data/foundation.ts';
import type { CourierFunction } from '../functions/courier-function.ts';
import { deployFunction } from '../functions/deploy-function.ts';
import { createIssuerCredentials, grantCredentials } from './issuer-credentials.ts';

/** A request for a code may take 29 s, and a verification 10; one run ends before the next begins. */
const TIMEOUT_SECONDS = 59;
/** A run that waited longer for Lambda would be beside the next. It is the least that Lambda allows. */
const LATEST_START = Duration.seconds(60);
/** It waits for others, and nobody waits for it. */
const MEMORY_MB = 256;

const NO_QUEUE = 'A run that is lost is followed by the next, and its absence by an alarm.';

export interface CanaryProps {
  readonly foundation: Foundation;
  readonly everyMinutes: number;
  readonly client: UserPoolClient;
  readonly apiUrl: string;
  readonly tokenUrl: string;
}

export class Canary extends Construct {
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    const { foundation, client, apiUrl, tokenUrl } = props;
    const { defaults } = foundation;
    this.client = client;
    const run = deployFunction(this, 'hooks', 'run-canary', {
      deployment: foundation,
      timeoutSeconds: TIMEOUT_SECONDS,
      memoryMb: MEMORY_MB,
      noQueue: NO_QUEUE,
    });
    // Lambda would repeat a run that was killed with the same request id, and so with the same Idempotency-Keys.
    run.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: LATEST_START });
    acceptFindings(run, { 'Serverless-LambdaAsyncFailureDestination': NO_QUEUE });
    const secret = createIssuerCredentials(this, { apiUrl, tokenUrl, client, whose: 'the canary', defaults });
    grantCredentials(secret, run);
    run.addEnvironment(variableOf('canarySecretId'), secret.secretArn);
    schedule(this, run, props.everyMinutes);
  }
}

/** Neither the schedule nor Lambda repeats a run: the next one follows. */
function schedule(scope: Construct, run: CourierFunction, everyMinutes: number): void {
  const { account } = Stack.of(scope);
  const role = new Role(scope, 'schedule-role', {
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  });
  role.addToPrincipalPolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ['lambda:InvokeFunction'],
      resources: [run.functionArn],
    }),
  );
  acceptFindings(role, ROLE_FINDINGS);
  const resource = new CfnSchedule(scope, 'schedule', {
    description: 'Token Courier: runs the canary',
    scheduleExpression: `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: run.functionArn,
      roleArn: role.roleArn,
      input: '{}',
      retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
    },
  });
  resource.node.addDependency(role);
}
