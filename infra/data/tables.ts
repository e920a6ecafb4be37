/** The three DynamoDB tables. What their items hold is in docs/architecture.md#the-data. */
import type { TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acceptFindings, sameFor } from '../cdk/findings.ts';
import type { Removal } from '../cdk/removal.ts';

/** Serves GET /tokens; keys only, so that a token's later updates cost no index write. */
export const ISSUED_TOKENS_INDEX = 'issued-tokens';

const TIME_TO_LIVE = 'expiry_time';

const RECOVERY = { pointInTimeRecoveryEnabled: true };

export class TokenTables extends Construct {
  /** The one live token of a person for a purpose, in each group of clients. */
  readonly tokens: Table;
  /** Counters, claims of Idempotency-Keys, opt-outs and more: handlers/contract/limits-table.ts. */
  readonly limits: Table;
  /** Where a person can be reached; kept until deleted. */
  readonly contacts: Table;

  constructor(scope: Construct, id: string, props: { key: IKey; removal: Removal }) {
    super(scope, id);
    const common = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.key,
      deletionProtection: props.removal.isProtected,
      removalPolicy: props.removal.protectedPolicy,
    } satisfies Partial<TableProps>;

    this.tokens = new Table(this, 'tokens', {
      ...common,
      partitionKey: { name: 'user_id', type: AttributeType.STRING },
      // Client group and purpose: handlers/domain/token/client-groups.ts.
      sortKey: { name: 'slot', type: AttributeType.STRING },
      timeToLiveAttribute: TIME_TO_LIVE,
    });
    this.tokens.addGlobalSecondaryIndex({
      indexName: ISSUED_TOKENS_INDEX,
      partitionKey: { name: 'list_shard', type: AttributeType.NUMBER },
      sortKey: { name: 'issued_at', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    // A token is of no use after ten minutes, and recovery would keep it for 35 days.
    acceptFindings(
      this.tokens,
      sameFor(
        ['AwsSolutions-DDB3', 'NIST.800.53.R5-DynamoDBPITREnabled'],
        'Tokens live for minutes. Recovery would keep what was deleted for 35 days, and bring back nothing of use.',
      ),
    );
    this.limits = new Table(this, 'limits', {
      ...common,
      // Counters would not need it; opt-outs are kept forever, and losing them means texts to people who want none.
      pointInTimeRecoverySpecification: RECOVERY,
      partitionKey: { name: 'subject', type: AttributeType.STRING },
      sortKey: { name: 'window', type: AttributeType.STRING },
      timeToLiveAttribute: TIME_TO_LIVE,
    });
    this.contacts = new Table(this, 'contacts', {
      ...common,
      pointInTimeRecoverySpecification: RECOVERY,
      partitionKey: { name: 'user_id', type: AttributeType.STRING },
    });
    for (const table of [this.tokens, this.limits, this.contacts]) {
      acceptFindings(table, {
        'NIST.800.53.R5-DynamoDBInBackupPlan':
          'Point-in-time recovery keeps 35 days of what lives longer than minutes. Backup plans are for the account to make, by tag.',
      });
    }
  }
}
