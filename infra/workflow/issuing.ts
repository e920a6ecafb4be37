/** The express state machine that issues tokens, its steps, and the permissions of its role. */
import { Fn, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { CfnSamplingRule } from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';
import type { FunctionRow } from '../../handlers/contract/function.ts';
import type { StepName } from '../../handlers/contract/functions.ts';
import { FUNCTIONS } from '../../handlers/contract/functions.ts';
import { LIMIT_SUBJECTS } from '../../handlers/contract/limits-table.ts';
import { TOKEN_UPDATES } from '../../handlers/contract/table-writes.ts';
import { issueTokenDefinition } from '../../workflows/issue-token.ts';
import { DELIVERY_TIMEOUT_SECONDS, STEP_TIMEOUT_SECONDS } from '../../workflows/retry-policies.ts';
import type { Definition } from '../../workflows/states-language.ts';
import { acceptFindings, ROLE_FINDINGS } from '../cdk/findings.ts';
import { stackUuid } from '../cdk/stack-uuid.ts';
import type { Foundation } from '../data/foundation.ts';
import type { CourierFunction } from '../functions/courier-function.ts';
import { deployFunction } from '../functions/deploy-function.ts';
import { keepActivity } from '../functions/keep-activity.ts';
import { allowTable, allowUpdates } from '../functions/permissions.ts';
import { DeliveryStatus } from './delivery-status.ts';

/** Of the executions, when `tracing` is `sampled`. */
const TRACED_SHARE = 0.05;

/**
 * A delivery waits for SNS or SES nearly all of its time, and that wait is billed by memory. Half a vCPU
 * makes a cold one slower, for which its 4 s have room.
 */
const DELIVERY: StepLimits = { timeoutSeconds: DELIVERY_TIMEOUT_SECONDS, memoryMb: 885 };

interface StepLimits {
  /** Default: `STEP_TIMEOUT_SECONDS`. */
  readonly timeoutSeconds?: number;
  /** Default: one vCPU. */
  readonly memoryMb?: number;
}

export class TokenIssuing extends Construct {
  readonly stateMachine: StateMachine;
  readonly definition: Definition;
  /** Names of the steps, by the ARNs of their functions in the definition. */
  readonly stepNames: ReadonlyMap<string, StepName>;
  /** Where the machine writes the events of its executions. */
  readonly executionLog: LogGroup;
  /** Functions that need the ids of the stack's own clients. */
  readonly clientAware: readonly CourierFunction[];

  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { tables, defaults } = foundation;
    const clientAware: CourierFunction[] = [];
    const stepNames = new Map<string, StepName>();
    const step = (name: StepName, { timeoutSeconds, memoryMb }: StepLimits = {}) => {
      const fn = deployFunction(this, 'steps', name, {
        deployment: foundation,
        timeoutSeconds: timeoutSeconds ?? STEP_TIMEOUT_SECONDS,
        memoryMb,
      });
      stepNames.set(fn.functionArn, name);
      const row: FunctionRow = FUNCTIONS.steps[name];
      if (row.deployed?.stackClients) {
        clientAware.push(fn);
      }
      return fn;
    };
    const admit = step('admit-request');
    const generate = step('generate-token');
    const persist = step('persist-token');
    const sms = step('deliver-by-sms', DELIVERY);
    const email = step('deliver-by-email', DELIVERY);
    const takeBack = step('take-back-the-send');
    const noteOutcome = tables.activity && step('note-the-outcome');
    keepActivity(foundation, admit, persist, sms, email, ...(noteOutcome ? [noteOutcome] : []));
    this.clientAware = clientAware;
    this.stepNames = stepNames;
    if (foundation.config.deliveryStatus !== 'off') {
      new DeliveryStatus(this, 'delivery-status', foundation, { sms, email });
    }
    this.definition = issueTokenDefinition({
      partition: Stack.of(this).partition,
      admitRequest: admit.functionArn,
      generateToken: generate.functionArn,
      persistToken: persist.functionArn,
      deliver: { sms: sms.functionArn, email: email.functionArn },
      takeBackTheSend: takeBack.functionArn,
      ...(noteOutcome && { noteTheOutcome: noteOutcome.functionArn }),
      tokensTable: tables.tokens.tableName,
      limitsTable: tables.limits.tableName,
    });

    // IAM already prevents passing a role to a service in another account; this condition also covers a
    // confused deputy. The roles of Lambda and API Gateway lack it: AWS does not document that these services
    // send the key, and without the key the condition would deny every call.
    // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
    const ownAccount = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    const role = new Role(this, 'issue-token-role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', { conditions: ownAccount }),
    });
    acceptFindings(role, {
      ...ROLE_FINDINGS,
      'AwsSolutions-IAM5[Resource::*]': 'X-Ray and log delivery have no resources to name.',
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [
          ...[admit, generate, persist, sms, email, takeBack],
          ...(noteOutcome ? [noteOutcome] : []),
        ].map(({ functionArn }) => functionArn),
      }),
    );
    allowUpdates(role, tables.tokens, [TOKEN_UPDATES['Record delivery'], TOKEN_UPDATES['Revoke token']], {
      answersNothing: true,
    });
    allowTable(role, tables.limits, ['dynamodb:DeleteItem'], { subjects: [LIMIT_SUBJECTS.claims] });

    this.executionLog = new LogGroup(this, 'issue-token-logs', {
      // With the stack's UUID, a new stack can create its group even if an earlier stack left one behind. The
      // prefix keeps CloudWatch's resource policy from growing with every log group:
      // https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
      logGroupName: `/aws/vendedlogs/states/${Stack.of(this).stackName}-issue-token-${stackUuid(this)}`,
      encryptionKey: defaults.key,
      retention: defaults.logRetentionDays,
      removalPolicy: defaults.removalPolicy,
    });
    this.stateMachine = new StateMachine(this, 'issue-token', {
      stateMachineType: StateMachineType.EXPRESS,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(this.definition)),
      role,
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        // Phone numbers pass between states, so the log has the states but not their data.
        includeExecutionData: false,
        destination: this.executionLog,
      },
    });
    shortenName(this.stateMachine);
    if (foundation.config.tracing === 'sampled') {
      this.sampleTraces();
    }
  }

  /**
   * Without its own rule, X-Ray would trace one execution a second, which for most deployments is every
   * one. Traced steps follow the machine's decision.
   * https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
   */
  private sampleTraces(): void {
    new CfnSamplingRule(this, 'sampling', {
      samplingRule: {
        // At most 32 characters, and unique in account and region: a part of the stack's UUID.
        ruleName: `issue-token-${Fn.select(0, Fn.split('-', stackUuid(this)))}`,
        version: 1,
        priority: 1000,
        reservoirSize: 0,
        fixedRate: TRACED_SHARE,
        serviceName: this.stateMachine.stateMachineName,
        serviceType: '*',
        resourceArn: '*',
        host: '*',
        httpMethod: '*',
        urlPath: '*',
      },
    });
  }
}

/**
 * Every event of the machine's log has its name, and the log is billed by the byte. CloudFormation makes the
 * name from the logical id, which would be twice as long: the path of the construct and a hash.
 */
function shortenName(machine: StateMachine): void {
  const { node } = machine;
  (node.defaultChild as CfnStateMachine).overrideLogicalId(`issuetoken${node.addr.slice(-8)}`);
}
