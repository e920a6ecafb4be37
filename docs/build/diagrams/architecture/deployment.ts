/** A deployment as its templates say it is: its resources, what each function is for and what each may do. */
import type { DeployedDefinition } from '../../../../workflows/picture/deployed-definition.ts';
import type { Entry, Templates } from './template.ts';
import { entriesOf, joined, mentioned } from './template.ts';

/** What a Lambda function is for, told from what refers to it. */
export type FunctionRole =
  | 'step'
  | 'endpoint'
  | 'trigger'
  | 'rotation'
  | 'forwarder'
  | 'feedback'
  | 'webhook'
  | 'scheduled'
  | 'deployment';

export interface Permission {
  readonly action: string;
  /** The logical ids that the statement's resources mention. */
  readonly on: readonly string[];
  /** The statement's resources as text. */
  readonly resources: string;
}

export class Deployment {
  readonly region: string;
  readonly entries: readonly Entry[];

  constructor(templates: Templates) {
    this.region = templates.region;
    this.entries = entriesOf(templates);
  }

  all(type: string): readonly Entry[] {
    return this.entries.filter((entry) => entry.type === type);
  }

  /** Undefined for a function that nothing refers to. */
  roleOf({ id }: Entry): FunctionRole | undefined {
    const roles: [FunctionRole, string][] = [
      ['step', 'AWS::StepFunctions::StateMachine'],
      ['endpoint', 'AWS::ApiGateway::Method'],
      ['trigger', 'AWS::Cognito::UserPool'],
      ['rotation', 'AWS::SecretsManager::RotationSchedule'],
      ['webhook', 'AWS::Lambda::EventSourceMapping'],
      ['feedback', 'AWS::Logs::SubscriptionFilter'],
      ['feedback', 'AWS::Events::Rule'],
      ['feedback', 'AWS::SNS::Subscription'],
      ['scheduled', 'AWS::Scheduler::Schedule'],
    ];
    const role = roles.find(([, type]) => this.all(type).some((entry) => entry.mentions.has(id)))?.[0];
    if (role === 'feedback' && this.permissionsOf([id]).some(({ action }) => action === 'events:PutEvents')) {
      return 'forwarder';
    }
    if (
      role === 'feedback' &&
      this.all('AWS::Events::Rule').some(
        ({ properties, mentions }) => mentions.has(id) && 'ScheduleExpression' in properties,
      )
    ) {
      return 'scheduled';
    }
    const isProvider = this.entries.some(
      ({ type, properties }) =>
        type.startsWith('Custom::') && mentioned(properties.ServiceToken).includes(id),
    );
    return role ?? (isProvider ? 'deployment' : undefined);
  }

  functions(...roles: readonly FunctionRole[]): readonly Entry[] {
    return this.all('AWS::Lambda::Function').filter((entry) => {
      const role = this.roleOf(entry);
      return role !== undefined && roles.includes(role);
    });
  }

  /** What the roles of these functions, or of other resources with a role, allow. */
  permissionsOf(ids: readonly string[]): readonly Permission[] {
    const roles = this.entries
      .filter(({ id }) => ids.includes(id))
      .flatMap(({ properties }) => mentioned([properties.Role, properties.RoleArn]));
    return this.all('AWS::IAM::Policy')
      .filter(({ properties }) => mentioned(properties.Roles).some((role) => roles.includes(role)))
      .flatMap(({ properties }) => properties.PolicyDocument.Statement as Statement[])
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource }) =>
        [Action].flat().map((action) => ({
          action,
          on: mentioned(Resource),
          resources: [Resource].flat().map(joined).join(' '),
        })),
      );
  }

  /** Undefined in a deployment without a state machine. */
  get definition(): DeployedDefinition | undefined {
    const [machine] = this.all('AWS::StepFunctions::StateMachine');
    return machine && (JSON.parse(joined(machine.properties.DefinitionString)) as DeployedDefinition);
  }
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
