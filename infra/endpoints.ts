/** The Lambda functions behind the API's other routes, and what each of them may do. */
import { Construct } from 'constructs';
import { ENV, type EnvName } from '../handlers/contract/env.ts';
import { CourierFunction } from './courier-function.ts';
import type { Foundation } from './foundation.ts';
import { allowKey, allowSecret, allowTable, allowTopics } from './permissions.ts';
import { ISSUED_TOKENS_INDEX } from './token-tables.ts';

/** Seconds; well under API Gateway's 29 and over the slowest call with its retry. */
const ENDPOINT_TIMEOUT_SECONDS = 10;

export class Endpoints extends Construct {
  readonly verifyToken: CourierFunction;
  readonly retrieveTokens: CourierFunction;
  readonly revokeToken: CourierFunction;
  readonly putContact: CourierFunction;
  readonly getContact: CourierFunction;
  readonly deleteContact: CourierFunction;
  private readonly foundation: Foundation;

  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    this.foundation = foundation;
    this.verifyToken = this.addVerifyToken();
    this.retrieveTokens = this.addRetrieveTokens();
    this.revokeToken = this.addRevokeToken();
    this.putContact = this.addPutContact();
    this.getContact = this.addGetContact();
    this.deleteContact = this.addDeleteContact();
  }

  private addVerifyToken(): CourierFunction {
    const { tables, secret } = this.foundation;
    const endpoint = this.endpoint('verify-token', 'Checks a token once', {
      [ENV.tokenSecretId]: secret.secretArn,
      [ENV.tokensTable]: tables.tokens.tableName,
    });
    allowTable(endpoint.role, tables.tokens, ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    allowSecret(endpoint.role, secret);
    return endpoint;
  }

  private addRetrieveTokens(): CourierFunction {
    const { config, tables, secret } = this.foundation;
    const endpoint = this.endpoint('retrieve-tokens', 'Lists issued tokens', {
      [ENV.listIndex]: ISSUED_TOKENS_INDEX,
      [ENV.listShards]: String(config.listShards),
      [ENV.tokenLifetimeSeconds]: String(config.tokenLifetimeSeconds),
      [ENV.tokenSecretId]: secret.secretArn,
      [ENV.tokensTable]: tables.tokens.tableName,
    });
    allowTable(
      endpoint.role,
      tables.tokens,
      ['dynamodb:BatchGetItem', 'dynamodb:Query'],
      ISSUED_TOKENS_INDEX,
    );
    allowSecret(endpoint.role, secret);
    return endpoint;
  }

  private addRevokeToken(): CourierFunction {
    const { tables } = this.foundation;
    const endpoint = this.endpoint('revoke-token', 'Makes a token invalid', {
      [ENV.tokensTable]: tables.tokens.tableName,
    });
    allowTable(endpoint.role, tables.tokens, ['dynamodb:UpdateItem']);
    return endpoint;
  }

  private addPutContact(): CourierFunction {
    const { config, tables, topicPrefix, defaults } = this.foundation;
    const endpoint = this.endpoint('put-contact', 'Enrols where a person can be reached', {
      [ENV.brandName]: config.brandName,
      [ENV.contactsTable]: tables.contacts.tableName,
      [ENV.defaultCountry]: config.defaultCountry ?? '',
      [ENV.topicKeyId]: defaults.key.keyArn,
      [ENV.topicPrefix]: topicPrefix,
    });
    allowTable(endpoint.role, tables.contacts, ['dynamodb:GetItem', 'dynamodb:PutItem']);
    allowTopics(endpoint.role, topicPrefix, [
      'sns:CreateTopic',
      'sns:DeleteTopic',
      'sns:ListSubscriptionsByTopic',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
    ]);
    allowKey(endpoint.role, defaults.key, ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'], 'sns');
    return endpoint;
  }

  private addGetContact(): CourierFunction {
    const { tables, topicPrefix } = this.foundation;
    const endpoint = this.endpoint('get-contact', 'Says where a person can be reached', {
      [ENV.contactsTable]: tables.contacts.tableName,
    });
    allowTable(endpoint.role, tables.contacts, ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    allowTopics(endpoint.role, topicPrefix, ['sns:ListSubscriptionsByTopic']);
    return endpoint;
  }

  private addDeleteContact(): CourierFunction {
    const { tables, topicPrefix } = this.foundation;
    const endpoint = this.endpoint('delete-contact', 'Forgets a person', {
      [ENV.contactsTable]: tables.contacts.tableName,
    });
    allowTable(endpoint.role, tables.contacts, ['dynamodb:DeleteItem', 'dynamodb:GetItem']);
    allowTopics(endpoint.role, topicPrefix, ['sns:DeleteTopic']);
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
