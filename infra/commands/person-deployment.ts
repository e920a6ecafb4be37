/** What `npm run person` needs of a deployment: its tables, secrets, topics and audit log, and who runs it. */
import { randomUUID } from 'node:crypto';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  cloudWatchAuditReader,
  cloudWatchAuditWriter,
} from '../../handlers/adapters/cloudwatch/audit-log.ts';
import { dynamoDbContactStore } from '../../handlers/adapters/dynamodb/contact-store.ts';
import { dynamoDbPersonItems } from '../../handlers/adapters/dynamodb/person-items.ts';
import { dynamoDbTokenStore } from '../../handlers/adapters/dynamodb/token-store.ts';
import { secretsManagerKeys } from '../../handlers/adapters/secrets-manager/keys.ts';
import { snsEmailRemoval } from '../../handlers/adapters/sns/email-transport.ts';
import { systemRandomness } from '../../handlers/adapters/system-randomness.ts';
import type { AuditAction } from '../../handlers/contract/audit.ts';
import type { AuditReader } from '../../handlers/domain/audit/audit-log.ts';
import { isTopic } from '../../handlers/domain/contacts/email-destination.ts';
import { sealedContacts } from '../../handlers/domain/contacts/sealed-contacts.ts';
import type { PeoplePorts } from '../../handlers/domain/people/forget-person.ts';
import { RefusedError } from './command-line.ts';
import type { DeployedResource } from './deployed-stack.ts';
import { physicalIdOf, resourcesOf } from './deployed-stack.ts';
import type { StackAt } from './which-deployment.ts';

/** Entries of the audit log that are read at once. */
const AUDIT_PAGE = 1_000;

export interface PersonDeployment extends PeoplePorts {
  /** Where it is, for the questions. */
  readonly place: string;
  /** The references of everybody who was forgotten, as the audit log has them. */
  readonly forgotten: () => Promise<ReadonlySet<string>>;
  /** Resolves once the audit log has it. */
  readonly record: (action: AuditAction, reference: string) => Promise<void>;
}

export async function openDeployment({ name, region }: StackAt): Promise<PersonDeployment> {
  const resources = await resourcesOf(new CloudFormationClient({ region }), name);
  const table = (id: string) => physicalIdOf(resources, 'AWS::DynamoDB::Table', id);
  const secret = (id: string) => physicalIdOf(resources, 'AWS::SecretsManager::Secret', id);
  const now = Date.now;
  const secrets = new SecretsManagerClient({ region });
  const subjectKeys = secretsManagerKeys(secrets, secret('subject-secret'), now);
  const referenceKeys = secretsManagerKeys(secrets, secret('reference-secret'), now);
  const dynamoDb = new DynamoDBClient({ region });
  const tables = {
    tokens: table('tokens'),
    limits: table('limits'),
    contacts: table('contacts'),
    ...(hasActivity(resources) && { activity: table('activity') }),
  };
  const topics = snsEmailRemoval(new SNSClient({ region }));
  const logs = new CloudWatchLogsClient({ region });
  const auditLog = physicalIdOf(resources, 'AWS::Logs::LogGroup', 'entries');
  const audit = cloudWatchAuditWriter(logs, auditLog);
  const { Arn = '' } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  return {
    place: `account ${Arn.split(':')[4]}, ${region}`,
    tokens: dynamoDbTokenStore(dynamoDb, tables.tokens),
    contacts: sealedContacts(dynamoDbContactStore(dynamoDb, tables.contacts), subjectKeys, systemRandomness),
    emails: { forget: async (handle) => (isTopic(handle) ? topics.forget(handle) : undefined) },
    items: dynamoDbPersonItems(dynamoDb, tables),
    keys: { subject: await subjectKeys.current(), reference: await referenceKeys.current() },
    now,
    forgotten: () => forgottenIn(cloudWatchAuditReader(logs, auditLog)),
    record: (action, reference) =>
      audit.write({
        at: new Date().toISOString(),
        actor: { type: 'principal', sub: Arn, client_id: 'command-line' },
        action,
        subject: reference,
        request_id: randomUUID(),
        source_ip: 'unknown',
      }),
  };
}

/** Where the log was switched off, the table that stayed behind belongs to no stack: delete it. */
const hasActivity = (resources: readonly DeployedResource[]): boolean =>
  resources.some(({ type, path }) => type === 'AWS::DynamoDB::Table' && /\/activity\/Resource$/.test(path));

/** @throws {RefusedError} when the log cannot be read to its end: whoever is missing would come back unseen */
export async function forgottenIn(log: AuditReader): Promise<ReadonlySet<string>> {
  const references = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await log.read({ limit: AUDIT_PAGE, ...(cursor === undefined ? {} : { cursor }) });
    if (page === undefined) {
      throw new RefusedError('The audit log was not read to its end: a cursor has expired. Run it again.');
    }
    for (const { action, subject } of page.entries) {
      if (action === 'forget_person') {
        references.add(subject);
      }
    }
    cursor = page.next_cursor;
  } while (cursor !== undefined);
  return references;
}
