/** The Lambda functions behind the API's other routes, and what each of them may do. */
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ENV, type EnvName } from '../../handlers/contract/env.ts';
import type { EndpointName } from '../../handlers/contract/routes.ts';
import { CONTACT_UPDATES, LIMIT_SUBJECTS, TOKEN_UPDATES } from '../../handlers/contract/table-writes.ts';
import { destinationPolicyOf } from '../config/destinations.ts';
import type { Foundation } from '../data/foundation.ts';
import type { ReceiptKey } from '../data/receipt-key.ts';
import { ISSUED_TOKENS_INDEX } from '../data/tables.ts';
import { CourierFunction } from '../functions/courier-function.ts';
import {
  allowKey,
  allowLogSearch,
  allowMetrics,
  allowPublicKey,
  allowSecret,
  allowSigning,
  allowTable,
  allowTopics,
  allowUpdates,
} from '../functions/permissions.ts';
import type { TokenIssuing } from '../workflow/issuing.ts';

/** Seconds; well under API Gateway's 29 and over the slowest call with its retry. */
const ENDPOINT_TIMEOUT_SECONDS = 10;

export class Endpoints extends Construct {
  /** By the name that the rows of routes have; undefined where no receipts are signed, and so no keys published. */
  readonly functions: Readonly<Record<EndpointName, CourierFunction | undefined>>;
  /** Functions that have to know the stack's own clients. */
  readonly clientAware: readonly CourierFunction[];
  private readonly foundation: Foundation;
  private readonly verifyToken: CourierFunction;

  constructor(scope: Construct, id: string, foundation: Foundation, issuing: TokenIssuing) {
    super(scope, id);
    this.foundation = foundation;
    this.verifyToken = this.addVerifyToken();
    const retrieveTokens = this.addRetrieveTokens();
    const revokeToken = this.addRevokeToken();
    const readExecutions = this.addReadExecutions(issuing.executionLog);
    this.functions = {
      'verify-token': this.verifyToken,
      'retrieve-tokens': retrieveTokens,
      'revoke-token': revokeToken,
      'read-executions': readExecutions,
      'put-contact': this.addPutContact(),
      'get-contact': this.addGetContact(),
      'delete-contact': this.addDeleteContact(),
      'put-opt-out': this.addPutOptOut(),
      'unlock-person': this.addUnlockPerson(),
      'read-limits': this.addReadLimits(),
      'read-metrics': this.addReadMetrics(issuing.stateMachine),
      'read-audit': this.addReadAudit(),
      'publish-keys': foundation.receiptKey && this.addPublishKeys(foundation.receiptKey),
    };
    this.clientAware = [this.verifyToken, retrieveTokens, revokeToken, readExecutions];
  }

  /**
   * Lets verify-token sign receipts in the name of `issuer`. Apart from its making, because the issuer is
   * as a rule the page's origin, and the page comes after the API and the API after its endpoints.
   */
  signReceiptsAs(issuer: string): void {
    const { config, receiptKey } = this.foundation;
    if (receiptKey === undefined) return;
    this.verifyToken.addEnvironment(ENV.receiptIssuer, issuer);
    this.verifyToken.addEnvironment(ENV.receiptKeyId, receiptKey.keyId);
    this.verifyToken.addEnvironment(ENV.receiptLifetimeSeconds, String(config.receiptLifetimeSeconds));
    allowSigning(this.verifyToken.role, receiptKey);
  }

  private addVerifyToken(): CourierFunction {
    const { config, tables, secret, subjectSecret } = this.foundation;
    const endpoint = this.endpoint('verify-token', 'Checks a token once', {
      [ENV.clientGroups]: JSON.stringify(config.clientGroups),
      [ENV.defaultCountry]: config.defaultCountry ?? '',
      [ENV.guessLimits]: JSON.stringify(config.guessLimits),
      [ENV.limitsTable]: tables.limits.tableName,
      [ENV.pumpingGuard]: JSON.stringify(config.pumpingGuard),
      [ENV.subjectSecretId]: subjectSecret.secretArn,
      [ENV.tokenSecretId]: secret.secretArn,
      [ENV.tokensTable]: tables.tokens.tableName,
      [ENV.referenceSecretId]: this.foundation.referenceSecret.secretArn,
    });
    const { countAttempt, settleAttempt, returnAttempt, markUsed } = TOKEN_UPDATES;
    const { guesses, numbers, prefixes, verifications } = LIMIT_SUBJECTS;
    allowTable(endpoint.role, tables.tokens, ['dynamodb:GetItem', 'dynamodb:Query']);
    allowUpdates(endpoint.role, tables.tokens, [countAttempt, settleAttempt, returnAttempt, markUsed]);
    allowTable(endpoint.role, tables.limits, ['dynamodb:UpdateItem'], {
      subjects: [guesses, numbers, prefixes, verifications],
    });
    allowTable(endpoint.role, tables.limits, ['dynamodb:GetItem'], { subjects: [guesses, verifications] });
    allowTable(endpoint.role, tables.limits, ['dynamodb:DeleteItem', 'dynamodb:PutItem'], {
      subjects: [verifications],
    });
    allowSecret(endpoint.role, secret);
    allowSecret(endpoint.role, subjectSecret);
    allowSecret(endpoint.role, this.foundation.referenceSecret);
    return endpoint;
  }

  private addRetrieveTokens(): CourierFunction {
    const { config, tables, secret } = this.foundation;
    const endpoint = this.recordingEndpoint('retrieve-tokens', 'Lists issued tokens', {
      [ENV.clientGroups]: JSON.stringify(config.clientGroups),
      [ENV.listIndex]: ISSUED_TOKENS_INDEX,
      [ENV.listShards]: String(config.listShards),
      [ENV.reveal]: String(config.reveal),
      [ENV.tokenLifetimeSeconds]: String(config.tokenLifetimeSeconds),
      [ENV.tokenSecretId]: secret.secretArn,
      [ENV.tokensTable]: tables.tokens.tableName,
      [ENV.referenceSecretId]: this.foundation.referenceSecret.secretArn,
    });
    allowTable(endpoint.role, tables.tokens, ['dynamodb:BatchGetItem', 'dynamodb:Query'], {
      index: ISSUED_TOKENS_INDEX,
    });
    allowSecret(endpoint.role, secret);
    allowSecret(endpoint.role, this.foundation.referenceSecret);
    return endpoint;
  }

  private addRevokeToken(): CourierFunction {
    const { config, tables } = this.foundation;
    const endpoint = this.recordingEndpoint('revoke-token', 'Makes a token invalid', {
      [ENV.clientGroups]: JSON.stringify(config.clientGroups),
      [ENV.tokensTable]: tables.tokens.tableName,
      [ENV.referenceSecretId]: this.foundation.referenceSecret.secretArn,
    });
    allowTable(endpoint.role, tables.tokens, ['dynamodb:Query']);
    allowUpdates(endpoint.role, tables.tokens, [TOKEN_UPDATES.revoke], { answersNothing: true });
    allowSecret(endpoint.role, this.foundation.referenceSecret);
    return endpoint;
  }

  private addPutContact(): CourierFunction {
    const { config, tables, subjectSecret, topicPrefix, defaults } = this.foundation;
    const endpoint = this.recordingEndpoint('put-contact', 'Enrols where a person can be reached', {
      [ENV.brandName]: config.brandName,
      [ENV.confirmationLimits]: JSON.stringify(config.confirmationLimits),
      [ENV.contactsTable]: tables.contacts.tableName,
      [ENV.defaultCountry]: config.defaultCountry ?? '',
      [ENV.destinationPolicy]: JSON.stringify(destinationPolicyOf(config)),
      [ENV.limitsTable]: tables.limits.tableName,
      [ENV.subjectSecretId]: subjectSecret.secretArn,
      [ENV.tokensTable]: tables.tokens.tableName,
      [ENV.topicKeyId]: defaults.key.keyArn,
      [ENV.topicPrefix]: topicPrefix,
      [ENV.referenceSecretId]: this.foundation.referenceSecret.secretArn,
    });
    allowTable(endpoint.role, tables.contacts, ['dynamodb:GetItem', 'dynamodb:PutItem']);
    allowUpdates(endpoint.role, tables.contacts, [CONTACT_UPDATES.noteConfirmationSent], {
      answersNothing: true,
    });
    const { optOuts, sends } = LIMIT_SUBJECTS;
    allowTable(endpoint.role, tables.limits, ['dynamodb:GetItem'], { subjects: [optOuts] });
    allowTable(endpoint.role, tables.limits, ['dynamodb:UpdateItem'], { subjects: [sends] });
    allowSecret(endpoint.role, subjectSecret);
    this.allowRevocation(endpoint);
    allowTopics(endpoint.role, topicPrefix, [
      'sns:CreateTopic',
      'sns:DeleteTopic',
      'sns:ListSubscriptionsByTopic',
      'sns:Subscribe',
    ]);
    allowKey(endpoint.role, defaults.key, ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'], 'sns');
    allowSecret(endpoint.role, this.foundation.referenceSecret);
    return endpoint;
  }

  private addGetContact(): CourierFunction {
    const { tables, topicPrefix } = this.foundation;
    const endpoint = this.endpoint('get-contact', 'Says where a person can be reached', {
      [ENV.contactsTable]: tables.contacts.tableName,
      [ENV.referenceSecretId]: this.foundation.referenceSecret.secretArn,
      [ENV.subjectSecretId]: this.foundation.subjectSecret.secretArn,
    });
    allowTable(endpoint.role, tables.contacts, ['dynamodb:GetItem']);
    allowUpdates(endpoint.role, tables.contacts, [CONTACT_UPDATES.setConfirmed], { answersNothing: true });
    allowTopics(endpoint.role, topicPrefix, ['sns:ListSubscriptionsByTopic']);
    allowSecret(endpoint.role, this.foundation.referenceSecret);
    allowSecret(endpoint.role, this.foundation.subjectSecret);
    return endpoint;
  }

  private addDeleteContact(): CourierFunction {
    const { tables, topicPrefix } = this.foundation;
    const endpoint = this.recordingEndpoint('delete-contact', 'Forgets a person', {
      [ENV.contactsTable]: tables.contacts.tableName,
      [ENV.referenceSecretId]: this.foundation.referenceSecret.secretArn,
      [ENV.tokensTable]: tables.tokens.tableName,
    });
    allowTable(endpoint.role, tables.contacts, ['dynamodb:DeleteItem', 'dynamodb:GetItem']);
    this.allowRevocation(endpoint);
    allowTopics(endpoint.role, topicPrefix, ['sns:DeleteTopic']);
    allowSecret(endpoint.role, this.foundation.referenceSecret);
    return endpoint;
  }

  /** Lets an endpoint find and revoke all tokens of a person. */
  private allowRevocation({ role }: CourierFunction): void {
    const { tokens } = this.foundation.tables;
    allowTable(role, tokens, ['dynamodb:Query']);
    allowUpdates(role, tokens, [TOKEN_UPDATES.revoke], { answersNothing: true });
  }

  private addPublishKeys(key: ReceiptKey): CourierFunction {
    const endpoint = this.endpoint('publish-keys', 'Publishes the key that receipts are checked by', {
      [ENV.receiptKeyId]: key.keyId,
    });
    allowPublicKey(endpoint.role, key);
    return endpoint;
  }

  private addReadLimits(): CourierFunction {
    const { config, tables, subjectSecret } = this.foundation;
    const endpoint = this.endpoint('read-limits', 'Says what is spent, paused and counted', {
      [ENV.budget]: JSON.stringify(config.budget),
      [ENV.guessLimits]: JSON.stringify(config.guessLimits),
      [ENV.limitsTable]: tables.limits.tableName,
      [ENV.pumpingGuard]: JSON.stringify(config.pumpingGuard),
      [ENV.sendLimits]: JSON.stringify(config.sendLimits),
      [ENV.referenceSecretId]: this.foundation.referenceSecret.secretArn,
      [ENV.subjectSecretId]: subjectSecret.secretArn,
    });
    allowTable(endpoint.role, tables.limits, ['dynamodb:GetItem', 'dynamodb:Query']);
    allowSecret(endpoint.role, this.foundation.referenceSecret);
    allowSecret(endpoint.role, subjectSecret);
    return endpoint;
  }

  private addReadMetrics(stateMachine: IStateMachine): CourierFunction {
    const endpoint = this.endpoint('read-metrics', 'Says how the service is doing', {
      [ENV.stateMachineArn]: stateMachine.stateMachineArn,
    });
    allowMetrics(endpoint.role);
    return endpoint;
  }

  private addReadExecutions(executionLog: ILogGroup): CourierFunction {
    const { config, tables } = this.foundation;
    const endpoint = this.endpoint('read-executions', 'Says which way a token took through the machine', {
      [ENV.clientGroups]: JSON.stringify(config.clientGroups),
      [ENV.executionLogGroup]: executionLog.logGroupName,
      [ENV.tokensTable]: tables.tokens.tableName,
      [ENV.referenceSecretId]: this.foundation.referenceSecret.secretArn,
    });
    allowTable(endpoint.role, tables.tokens, ['dynamodb:GetItem', 'dynamodb:Query']);
    allowLogSearch(endpoint.role, executionLog);
    allowSecret(endpoint.role, this.foundation.referenceSecret);
    return endpoint;
  }

  private addReadAudit(): CourierFunction {
    const { audit } = this.foundation;
    const endpoint = this.endpoint('read-audit', 'Says who did what to whom', {
      [ENV.auditLogGroup]: audit.logGroupName,
    });
    audit.allowReading(endpoint.role);
    return endpoint;
  }

  private addUnlockPerson(): CourierFunction {
    const { tables } = this.foundation;
    const endpoint = this.recordingEndpoint('unlock-person', 'Forgets the wrong tokens of a person', {
      [ENV.limitsTable]: tables.limits.tableName,
      [ENV.referenceSecretId]: this.foundation.referenceSecret.secretArn,
    });
    allowTable(endpoint.role, tables.limits, ['dynamodb:DeleteItem', 'dynamodb:Query'], {
      subjects: [LIMIT_SUBJECTS.guesses],
    });
    allowSecret(endpoint.role, this.foundation.referenceSecret);
    return endpoint;
  }

  private addPutOptOut(): CourierFunction {
    const { config, tables, subjectSecret } = this.foundation;
    const endpoint = this.recordingEndpoint(
      'put-opt-out',
      'Notes whether a number or an address wants no messages',
      {
        [ENV.defaultCountry]: config.defaultCountry ?? '',
        [ENV.limitsTable]: tables.limits.tableName,
        [ENV.subjectSecretId]: subjectSecret.secretArn,
      },
    );
    allowTable(endpoint.role, tables.limits, ['dynamodb:DeleteItem', 'dynamodb:PutItem'], {
      subjects: [LIMIT_SUBJECTS.optOuts],
    });
    allowSecret(endpoint.role, subjectSecret);
    return endpoint;
  }

  /** An endpoint that writes into the audit log who did what. */
  private recordingEndpoint(
    id: string,
    description: string,
    environment: Partial<Record<EnvName, string>>,
  ): CourierFunction {
    const { audit } = this.foundation;
    const endpoint = this.endpoint(id, description, {
      ...environment,
      [ENV.auditLogGroup]: audit.logGroupName,
    });
    audit.allowWriting(endpoint.role);
    return endpoint;
  }

  private endpoint(
    id: string,
    description: string,
    environment: Partial<Record<EnvName, string>>,
  ): CourierFunction {
    return new CourierFunction(this, id, {
      ...this.foundation.defaults,
      folder: 'endpoints',
      description,
      timeoutSeconds: ENDPOINT_TIMEOUT_SECONDS,
      environment,
    });
  }
}
