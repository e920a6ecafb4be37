/** The dimensions by which CloudWatch knows the metrics of a deployment's resources. */
import { Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { DimensionsMap } from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import type { Subject } from '../../handlers/contract/alarm.ts';
import { PER_CALLER } from '../api/firewall/rate-rules.ts';
import type { Hooks } from '../api/hooks.ts';
import type { TokenTables } from '../data/tables.ts';
import { ISSUED_TOKENS_INDEX } from '../data/tables.ts';
import type { CourierEvents } from '../events/courier-events.ts';
import { CourierFunction } from '../functions/courier-function.ts';

/** The parts of a deployment that AWS measures. */
export interface Watched {
  readonly restApi: RestApi;
  readonly stateMachine: StateMachine;
  readonly tables: TokenTables;
  /** The name of the metrics of the firewall in front of the API. */
  readonly firewall: string;
  readonly events: CourierEvents | undefined;
  readonly hooks: Hooks | undefined;
}

export type DimensionsOf = (subject: Subject) => readonly DimensionsMap[];

/** Functions are found by their names among those of `courier`. */
export function subjectsOf(courier: IConstruct, watched: Watched): DimensionsOf {
  const { restApi, stateMachine, tables, firewall, events, hooks } = watched;
  const { region } = Stack.of(courier);
  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
  const methodOf = (Resource: string): DimensionsMap => ({
    ApiName: restApi.restApiName,
    Stage: restApi.deploymentStage.stageName,
    Resource,
    Method: 'POST',
  });
  const byName: Readonly<Record<string, () => readonly DimensionsMap[]>> = {
    account: () => [{}],
    'state machine': () => [{ StateMachineArn: stateMachine.stateMachineArn }],
    // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html#cloudwatch-step-functions-api-metrics
    StartSyncExecution: () => [{ APIName: 'StartSyncExecution' }],
    'POST /tokens': () => [methodOf('/tokens')],
    'POST /tokens/verify': () => [methodOf('/tokens/verify')],
    'tokens table': () => [{ TableName: tables.tokens.tableName }],
    'index of the tokens table': () => [
      { TableName: tables.tokens.tableName, GlobalSecondaryIndexName: ISSUED_TOKENS_INDEX },
    ],
    'limits table': () => [{ TableName: tables.limits.tableName }],
    // https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
    firewall: () => [{ WebACL: firewall, Rule: 'ALL', Region: region }],
    'firewall: one caller': () => [{ WebACL: firewall, Rule: PER_CALLER, Region: region }],
    'queue of events that were not put': () => (events ? [{ QueueName: events.notPut.queueName }] : []),
    'queues of webhooks that nobody took': () =>
      (events?.webhooks ?? []).map(({ deadLetters }) => ({ QueueName: deadLetters.queueName })),
    'functions of hooks': () =>
      (hooks?.functions ?? []).map(({ functionName }) => ({ FunctionName: functionName })),
  };
  return (subject) => byName[subject]?.() ?? [functionNamed(courier, subject.replace(/^function /, ''))];
}

/** @throws when the deployment has no such function */
function functionNamed(courier: IConstruct, name: string): DimensionsMap {
  const found = courier.node
    .findAll()
    .find((each): each is CourierFunction => each instanceof CourierFunction && each.node.id === name);
  if (found === undefined) {
    throw new Error(`An alarm watches the function ${name}, which is not deployed.`);
  }
  return { FunctionName: found.functionName };
}
