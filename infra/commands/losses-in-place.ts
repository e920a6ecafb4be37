/**
 * Finds what a resource loses by a change that leaves it in place: CDK calls all of these updates, and CloudFormation
 * carries them out without a word.
 */
import { isDeepStrictEqual } from 'node:util';

/** A resource as the template has it. */
interface TemplateResource {
  readonly DeletionPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no common type
  readonly Properties?: any;
}

interface Rule {
  readonly isLost: (before: TemplateResource, after: TemplateResource) => boolean;
  readonly what: string;
  /** Absent: what is lost with the resource. */
  readonly lost?: string;
}

const isKept = ({ DeletionPolicy }: TemplateResource): boolean =>
  DeletionPolicy?.startsWith('Retain') === true;

const FOR_EVERY_TYPE: readonly Rule[] = [
  {
    isLost: (before, after) => isKept(before) && !isKept(after),
    what: 'is no longer kept when the stack is deleted',
  },
];

const OF_TABLES: readonly Rule[] = [
  {
    isLost: (before, after) => recoveryDaysOf(after) < recoveryDaysOf(before),
    what: 'has less point-in-time recovery',
    lost: 'the times that it can be restored to',
  },
  {
    isLost: ({ Properties: before }, { Properties: after }) =>
      before?.DeletionProtectionEnabled === true && after?.DeletionProtectionEnabled !== true,
    what: 'is no longer protected from deletion',
  },
];

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  'AWS::Cognito::UserPool': [
    {
      isLost: ({ Properties: before }, { Properties: after }) =>
        before?.DeletionProtection === 'ACTIVE' && after?.DeletionProtection !== 'ACTIVE',
      what: 'is no longer protected from deletion',
    },
  ],
  'AWS::DynamoDB::Table': OF_TABLES,
  'AWS::Logs::LogGroup': [
    {
      isLost: (before, after) => retentionDaysOf(after) < retentionDaysOf(before),
      what: 'keeps its log for fewer days',
      lost: 'entries that are older',
    },
  ],
  'AWS::SecretsManager::Secret': [
    {
      // "When you make a change to this property, a new secret version is created":
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-secretsmanager-secret.html
      isLost: ({ Properties: before }, { Properties: after }) =>
        !isDeepStrictEqual(before?.GenerateSecretString, after?.GenerateSecretString),
      what: 'gets a new value',
      lost: 'whatever was sealed or named by the present value, or is configured with it',
    },
  ],
};

/** Nothing for a resource that comes or goes. */
export function lossesInPlace(
  type: string,
  before: TemplateResource | undefined,
  after: TemplateResource | undefined,
): { readonly what: string; readonly lost?: string }[] {
  return before === undefined || after === undefined
    ? []
    : [...FOR_EVERY_TYPE, ...(RULES[type] ?? [])]
        .filter(({ isLost }) => isLost(before, after))
        .map(({ isLost: _, ...loss }) => loss);
}

/** DynamoDB's default is 35 days. */
function recoveryDaysOf({ Properties }: TemplateResource): number {
  const { PointInTimeRecoveryEnabled, RecoveryPeriodInDays = 35 } =
    Properties?.PointInTimeRecoverySpecification ?? {};
  return PointInTimeRecoveryEnabled === true ? RecoveryPeriodInDays : 0;
}

/** Without a retention, a log is kept without an end. */
const retentionDaysOf = ({ Properties }: TemplateResource): number =>
  Properties?.RetentionInDays ?? Number.POSITIVE_INFINITY;
