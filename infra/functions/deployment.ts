/** What functions can refer to: the foundation, and the state machine once it exists. */
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { SecretName, TableName } from '../../handlers/contract/function.ts';
import type { Foundation } from '../data/foundation.ts';

interface WebhookPlace {
  readonly queue: IQueue;
  readonly deadLetters: IQueue;
  readonly secret: ISecret;
}

/** SNS's delivery log for texts. */
export interface TextLogResources {
  /** The role that SNS writes it with. */
  readonly roleArn: string;
  /** ARNs of its groups and of their contents. */
  readonly groupArns: readonly string[];
}

export interface Deployment extends Foundation {
  /** Where events go, if the deployment tells any. */
  readonly events?: { readonly bus: IEventBus; readonly webhooks: readonly WebhookPlace[] };
  /** Of the hooks that the function answers, by their names. */
  readonly hookSecrets?: Readonly<Record<string, ISecret>>;
  readonly textLog?: TextLogResources;
  readonly issuing?: { readonly stateMachine: IStateMachine; readonly executionLog: ILogGroup };
}

export const stateMachineOf = (deployment: Deployment): IStateMachine => issuingOf(deployment).stateMachine;
export const executionLogOf = (deployment: Deployment): ILogGroup => issuingOf(deployment).executionLog;

function issuingOf({ issuing }: Deployment) {
  if (issuing === undefined) {
    throw new Error('The state machine is created after its steps and hooks');
  }
  return issuing;
}

export const secretOf = (deployment: Deployment, name: SecretName): ISecret => {
  const secrets = {
    reference: deployment.referenceSecret,
    subject: deployment.subjectSecret,
    token: deployment.secret,
    twilio: deployment.twilio?.secret,
  };
  const secret = secrets[name];
  if (secret === undefined) {
    throw new Error(`This deployment has no ${name} secret`);
  }
  return secret;
};

export const tableOf = ({ tables }: Deployment, name: TableName): Table => {
  const table = tables[name];
  if (table === undefined) {
    throw new Error(`This deployment has no ${name} table`);
  }
  return table;
};
