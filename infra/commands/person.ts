/**
 * `npm run person`: shows what is kept of a person (a request for access), or forgets the person (for erasure).
 *
 * It works on the tables of a deployment with the rights of whoever runs it; no function may do this. What it is about
 * to do is in the audit log first, by the person's reference and with the ARN of whoever runs it.
 */
import { randomUUID } from 'node:crypto';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { cloudWatchAuditWriter } from '../../handlers/adapters/cloudwatch/audit-log.ts';
import { dynamoDbContactStore } from '../../handlers/adapters/dynamodb/contact-store.ts';
import { dynamoDbPersonItems } from '../../handlers/adapters/dynamodb/person-items.ts';
import { dynamoDbTokenStore } from '../../handlers/adapters/dynamodb/token-store.ts';
import { secretsManagerKeys } from '../../handlers/adapters/secrets-manager/keys.ts';
import { snsEmailRemoval } from '../../handlers/adapters/sns/email-transport.ts';
import { systemRandomness } from '../../handlers/adapters/system-randomness.ts';
import type { AuditAction } from '../../handlers/contract/audit.ts';
import { isTopic } from '../../handlers/domain/contacts/email-destination.ts';
import { sealedContacts } from '../../handlers/domain/contacts/sealed-contacts.ts';
import type { PeoplePorts } from '../../handlers/domain/people/forget-person.ts';
import { findPerson, forgetPerson, isForgotten } from '../../handlers/domain/people/forget-person.ts';
import type { Terminal } from './command-line.ts';
import { COMMON_HELP, confirm, RefusedError } from './command-line.ts';
import { physicalIdOf, resourcesOf } from './deployed-stack.ts';
import { personOptions } from './person-options.ts';
import { elsewhere, listedPerson, shownPerson } from './person-report.ts';
import type { StackAt } from './which-deployment.ts';
import { WHICH_HELP } from './which-deployment.ts';

export const HELP = `npm run person -- show --user-id <id> [options]
npm run person -- forget --user-id <id> [options]

show prints what the tables keep of a person, as JSON. forget deletes it, says what is kept and until when, and may be
repeated. docs/data-protection.md has the permissions that both need, and what is kept where.

  --user-id         the id that your auth system calls the person by
  --phone-number    a number of the person: its counts are shown or deleted too; may be repeated
  --email           an address of the person: likewise
  --stack           the stack; by default that of the deployment
${WHICH_HELP}
${COMMON_HELP}`;

/** What is left over from a person who is using the service may take another look. */
const MOST_ROUNDS = 3;

interface OpenDeployment extends PeoplePorts {
  /** Resolves once the audit log has it. */
  readonly record: (action: AuditAction, reference: string) => Promise<void>;
}

export async function person(args: readonly string[], terminal: Terminal): Promise<void> {
  const { verb, asked, stack, isDryRun, yes } = personOptions(args);
  const { record, ...ports } = await openDeployment(stack);
  const found = await findPerson(asked, ports);
  if (verb === 'show') {
    if (!isDryRun) {
      await record('export_person', found.reference);
      terminal.write(shownPerson(found));
    }
    return;
  }
  const say = (lines: readonly string[]) => terminal.write(lines.join('\n'));
  if (isDryRun) {
    say([...listedPerson(found, 'would be'), ...elsewhere()]);
    return;
  }
  await confirm(terminal, `Forget this person in ${stack.name}? It cannot be undone.`, { yes });
  await record('forget_person', found.reference);
  let left = found;
  for (let round = 1; !isForgotten(left); round += 1) {
    if (round > MOST_ROUNDS) {
      throw new RefusedError(
        'Something is still kept: the person is using the service. Run the command again.',
      );
    }
    await forgetPerson(asked, left, ports);
    left = await findPerson(asked, ports);
  }
  say([...listedPerson({ ...found, limits: [...found.limits] }, 'was'), ...elsewhere()]);
}

async function openDeployment({ name, region }: StackAt): Promise<OpenDeployment> {
  const resources = await resourcesOf(new CloudFormationClient({ region }), name);
  const table = (id: string) => physicalIdOf(resources, 'AWS::DynamoDB::Table', id);
  const secret = (id: string) => physicalIdOf(resources, 'AWS::SecretsManager::Secret', id);
  const now = Date.now;
  const secrets = new SecretsManagerClient({ region });
  const subjectKeys = secretsManagerKeys(secrets, secret('subject-secret'), now);
  const referenceKeys = secretsManagerKeys(secrets, secret('reference-secret'), now);
  const dynamoDb = new DynamoDBClient({ region });
  const tables = { tokens: table('tokens'), limits: table('limits') };
  const topics = snsEmailRemoval(new SNSClient({ region }));
  const audit = cloudWatchAuditWriter(
    new CloudWatchLogsClient({ region }),
    physicalIdOf(resources, 'AWS::Logs::LogGroup', 'entries'),
  );
  const { Arn = '' } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  return {
    tokens: dynamoDbTokenStore(dynamoDb, tables.tokens),
    contacts: sealedContacts(
      dynamoDbContactStore(dynamoDb, table('contacts')),
      subjectKeys,
      systemRandomness,
    ),
    emails: { forget: async (handle) => (isTopic(handle) ? topics.forget(handle) : undefined) },
    items: dynamoDbPersonItems(dynamoDb, tables),
    keys: { subject: await subjectKeys.current(), reference: await referenceKeys.current() },
    now,
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
