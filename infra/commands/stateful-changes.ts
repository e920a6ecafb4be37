/**
 * Finds the changes of a deployment that lose something a new resource does not bring back: data, keys, ids that
 * callers hold.
 *
 * The impact of each change is CDK's own judgement, the one that `cdk diff` prints. It reads the templates
 * alone, so a property that refers to a replaced resource counts as "may be replaced", though CloudFormation may
 * find it unchanged. What errs on that side is refused and can be allowed by name.
 */
import type { TemplateDiff } from '@aws-cdk/cloudformation-diff';
import { ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { lossesInPlace } from './losses-in-place.ts';

/** What is lost with a resource of the type. */
export const LOST_WITH: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi': 'the address of the API, which callers are configured with',
  'AWS::ApiGateway::Stage': 'the address of the API, which ends with it',
  'AWS::CloudFront::Distribution': 'the address of the page',
  'AWS::Cognito::UserPool': 'operators, their second factors, and every client',
  'AWS::Cognito::UserPoolClient': "a client's id and secret, which its system is configured with",
  'AWS::Cognito::UserPoolDomain': 'the address of the sign-in and of the token endpoint',
  'AWS::Cognito::UserPoolGroup': 'who is in it: nobody in no group may do anything',
  'AWS::DynamoDB::GlobalTable': 'its items',
  'AWS::DynamoDB::Table': 'its items',
  'AWS::Events::EventBus': 'its archives, and the rules that others have on it',
  'AWS::KMS::Key': 'whatever it encrypted or signed, once the key is deleted',
  'AWS::Logs::LogGroup': 'its log',
  'AWS::Logs::LogStream': 'its log',
  'AWS::S3::Bucket': 'its objects',
  'AWS::SNS::Topic': 'its subscriptions, which their owners confirmed',
  'AWS::SQS::Queue': 'messages that wait in it',
  'AWS::SecretsManager::Secret': 'its value: a new secret has another',
};

const VERBS: Partial<Record<ResourceImpact, string>> = {
  [ResourceImpact.WILL_REPLACE]: 'is replaced',
  [ResourceImpact.MAY_REPLACE]: 'may be replaced',
  [ResourceImpact.WILL_DESTROY]: 'is deleted',
  [ResourceImpact.WILL_ORPHAN]: 'leaves the stack and stays behind',
};

export interface StatefulChange {
  readonly logicalId: string;
  readonly type: string;
  /** Such as `is replaced`. */
  readonly what: string;
  readonly lost: string;
}

export function statefulChanges(diff: TemplateDiff): StatefulChange[] {
  const changes: StatefulChange[] = [];
  diff.resources.forEachDifference((logicalId, change) => {
    const type = change.oldResourceType ?? '';
    const lost = LOST_WITH[type];
    if (lost === undefined) {
      return;
    }
    const verb = VERBS[change.changeImpact];
    if (verb !== undefined) {
      changes.push({ logicalId, type, what: verb, lost });
      return;
    }
    for (const loss of lossesInPlace(type, change.oldValue, change.newValue)) {
      changes.push({ logicalId, type, lost, ...loss });
    }
  });
  return changes;
}
