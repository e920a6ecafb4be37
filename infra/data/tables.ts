/** The DynamoDB tables. docs/architecture.md#the-data describes their items. */
import type { TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ACTIVITY_INDEXES, ACTIVITY_KEY, ACTIVITY_ORDER } from '../../handlers/contract/activity.ts';
import { acceptFindings, sameFor } from '../cdk/findings.ts';
import type { Removal } from '../cdk/removal.ts';

/** The index behind GET /tokens. It holds keys only, so that later updates of a token cost no index write. */
export const ISSUED_TOKENS_INDEX = 'issued-tokens';

const TIME_TO_LIVE = 'expiry_time';

const RECOVERY = { pointInTimeRecoveryEnabled: true };

interface TableChoices {
  readonly key: IKey;
  readonly removal: Removal;
  readonly keepsActivity: boolean;
}

export class TokenTables extends Construct {
  /** A person has at most one live token per purpose and client group. */
  readonly tokens: Table;
  /** Counters, claims of Idempotency-Keys, opt-outs and more: handlers/contract/limits-table.ts. */
  readonly limits: Table;
  /** Where a person can be reached; kept until deleted. */
  readonly contacts: Table;
  /** What happened to requests; undefined where that is not kept. */
  readonly activity: Table | undefined;

  constructor(scope: Construct, id: string, { keepsActivity, ...props }: TableChoices) {
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
    // A token is useless after ten minutes, and recovery would keep it for 35 days.
    acceptFindings(
      this.tokens,
      sameFor(
        ['AwsSolutions-DDB3', 'NIST.800.53.R5-DynamoDBPITREnabled'],
        'Tokens live for minutes. Recovery would keep deleted ones for 35 days, and restore nothing useful.',
      ),
    );
    this.limits = new Table(this, 'limits', {
      ...common,
      // For opt-outs, not for counters: without its opt-outs, the service would text people who asked for no
      // texts.
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
    this.activity = keepsActivity ? this.activityTable(common) : undefined;
    for (const table of [this.tokens, this.limits, this.contacts, this.activity]) {
      if (table === undefined) {
        continue;
      }
      acceptFindings(table, {
        'NIST.800.53.R5-DynamoDBInBackupPlan':
          'Point-in-time recovery covers 35 days of everything that lives longer than minutes. Backup plans are up to the account, by tag.',
      });
    }
  }
  /**
   * Each index holds whole entries: they are never changed, so that costs no write, and a search reads one index and
   * nothing else.
   */
  private activityTable(common: Partial<TableProps>): Table {
    const table = new Table(this, 'activity', {
      ...common,
      partitionKey: { name: ACTIVITY_KEY, type: AttributeType.STRING },
      timeToLiveAttribute: TIME_TO_LIVE,
    });
    for (const [indexName, attribute] of Object.entries(ACTIVITY_INDEXES)) {
      table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: attribute, type: AttributeType.STRING },
        sortKey: { name: ACTIVITY_ORDER, type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      });
    }
    return acceptFindings(
      table,
      sameFor(
        ['AwsSolutions-DDB3', 'NIST.800.53.R5-DynamoDBPITREnabled'],
        'Nothing depends on it, and recovery would keep what happened to people for 35 days longer than was set.',
      ),
    );
  }
}
