/** The express state machine that issues tokens, its steps and what each of them may do. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ENV, type EnvName } from '../../handlers/contract/env.ts';
import { CONTACT_UPDATES, LIMIT_SUBJECTS, TOKEN_UPDATES } from '../../handlers/contract/table-writes.ts';
import { issueTokenDefinition } from '../../workflows/issue-token.ts';
import { DELIVERY_TIMEOUT_SECONDS, STEP_TIMEOUT_SECONDS } from '../../workflows/retry-policies.ts';
import type { Definition } from '../../workflows/states-language.ts';
import { acceptFindings, ROLE_FINDINGS } from '../cdk/findings.ts';
import { stackUuid } from '../cdk/stack-uuid.ts';
import { destinationPolicyOf } from '../config/destinations.ts';
import { shortestPassingLengths } from '../config/guess-budget.ts';
import { smsPricesOf } from '../config/sms.ts';
import type { Foundation } from '../data/foundation.ts';
import { CourierFunction } from '../functions/courier-function.ts';
import {
  allowKey,
  allowSecret,
  allowSms,
  allowTable,
  allowTopics,
  allowUpdates,
} from '../functions/permissions.ts';

export class TokenIssuing extends Construct {
  readonly stateMachine: StateMachine;
  readonly definition: Definition;
  /** Where the machine writes the events of its executions. */
  readonly executionLog: LogGroup;
  /** Functions that have to know the stack's own clients. */
  readonly clientAware: readonly CourierFunction[];
  private readonly foundation: Foundation;

  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    this.foundation = foundation;
    const { tables, defaults } = foundation;
    const admit = this.admitRequest();
    this.clientAware = [admit];
    const generate = this.generateToken();
    const persist = this.persistToken();
    const sms = this.deliverBySms();
    const email = this.deliverByEmail();
    const takeBack = this.takeBackTheSend();
    this.definition = issueTokenDefinition({
      partition: Stack.of(this).partition,
      admitRequest: admit.functionArn,
      generateToken: generate.functionArn,
      persistToken: persist.functionArn,
      deliverBySms: sms.functionArn,
      deliverByEmail: email.functionArn,
      takeBackTheSend: takeBack.functionArn,
      tokensTable: tables.tokens.tableName,
      limitsTable: tables.limits.tableName,
    });

    // IAM passes no role to a service in another account; this holds even if a service were tricked into it. For the
    // roles of Lambda and API Gateway no page says that the key is sent, and a condition that is not met stops all.
    // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
    const ownAccount = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    const role = new Role(this, 'issue-token-role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', { conditions: ownAccount }),
    });
    acceptFindings(role, {
      ...ROLE_FINDINGS,
      'AwsSolutions-IAM5[Resource::*]': 'X-Ray and the delivery of logs have no resources to name.',
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [admit, generate, persist, sms, email, takeBack].map((step) => step.functionArn),
      }),
    );
    allowUpdates(role, tables.tokens, [TOKEN_UPDATES['Record delivery'], TOKEN_UPDATES['Revoke token']], {
      answersNothing: true,
    });
    allowTable(role, tables.limits, ['dynamodb:DeleteItem'], { subjects: [LIMIT_SUBJECTS.claims] });

    this.executionLog = new LogGroup(this, 'issue-token-logs', {
      // The stack's UUID lets a new stack create its group beside one that an earlier stack left behind. The prefix
      // keeps CloudWatch's resource policy from growing with every log group:
      // https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
      logGroupName: `/aws/vendedlogs/states/${Stack.of(this).stackName}-issue-token-${stackUuid(this)}`,
      encryptionKey: defaults.key,
      retention: defaults.logRetentionDays,
      removalPolicy: defaults.removalPolicy,
    });
    this.stateMachine = new StateMachine(this, 'issue-token', {
      stateMachineType: StateMachineType.EXPRESS,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(this.definition)),
      role,
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        // Phone numbers pass between states, so the log keeps the way and not the data.
        includeExecutionData: false,
        destination: this.executionLog,
      },
    });
  }

  private admitRequest(): CourierFunction {
    const { config, tables, subjectSecret, referenceSecret, topicPrefix } = this.foundation;
    const step = this.step('admit-request', 'Decides whether, for whom and where to a token is issued', {
      [ENV.brandName]: config.brandName,
      [ENV.budget]: JSON.stringify(config.budget),
      [ENV.clientGroups]: JSON.stringify(config.clientGroups),
      [ENV.contactsTable]: tables.contacts.tableName,
      [ENV.contextInMessage]: JSON.stringify(config.contextInMessage),
      [ENV.defaultCountry]: config.defaultCountry ?? '',
      [ENV.destinationPolicy]: JSON.stringify(destinationPolicyOf(config)),
      [ENV.guessLimits]: JSON.stringify(config.guessLimits),
      [ENV.limitKeys]: JSON.stringify(config.limitKeys),
      [ENV.limitsTable]: tables.limits.tableName,
      [ENV.maxAttempts]: String(config.maxAttempts),
      [ENV.pumpingGuard]: JSON.stringify(config.pumpingGuard),
      [ENV.referenceSecretId]: referenceSecret.secretArn,
      [ENV.resend]: config.resend,
      [ENV.resendAfterSeconds]: String(config.resendAfterSeconds),
      [ENV.sendLimits]: JSON.stringify(config.sendLimits),
      [ENV.smsPrices]: JSON.stringify(smsPricesOf(config)),
      [ENV.subjectSecretId]: subjectSecret.secretArn,
      [ENV.shortestLengths]: JSON.stringify(shortestPassingLengths(config)),
      [ENV.tokenFormat]: config.tokenFormat,
      [ENV.tokenLength]: String(config.tokenLength),
      [ENV.tokenLifetimeSeconds]: String(config.tokenLifetimeSeconds),
      [ENV.tokensTable]: tables.tokens.tableName,
      [ENV.webOtpDomain]: config.webOtpDomain ?? '',
    });
    allowTable(step.role, tables.contacts, ['dynamodb:BatchGetItem', 'dynamodb:GetItem']);
    allowUpdates(step.role, tables.contacts, [CONTACT_UPDATES.setConfirmed], { answersNothing: true });
    allowTable(step.role, tables.tokens, ['dynamodb:BatchGetItem', 'dynamodb:GetItem']);
    allowUpdates(step.role, tables.tokens, [TOKEN_UPDATES.noteResend]);
    allowTable(step.role, tables.limits, [
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
    allowSecret(step.role, subjectSecret);
    allowSecret(step.role, referenceSecret);
    allowTopics(step.role, topicPrefix, ['sns:ListSubscriptionsByTopic']);
    return step;
  }

  private generateToken(): CourierFunction {
    const { config, secret } = this.foundation;
    const step = this.step('generate-token', 'Makes a token and seals it', {
      [ENV.testDestinations]: JSON.stringify(config.testDestinations),
      [ENV.tokenLifetimeSeconds]: String(config.tokenLifetimeSeconds),
      [ENV.tokenSecretId]: secret.secretArn,
    });
    allowSecret(step.role, secret);
    return step;
  }

  private persistToken(): CourierFunction {
    const { config, tables, subjectSecret } = this.foundation;
    const step = this.step('persist-token', 'Stores the sealed token by one conditional write', {
      [ENV.contactsTable]: tables.contacts.tableName,
      [ENV.limitsTable]: tables.limits.tableName,
      [ENV.listShards]: String(config.listShards),
      [ENV.pumpingGuard]: JSON.stringify(config.pumpingGuard),
      [ENV.resendAfterSeconds]: String(config.resendAfterSeconds),
      [ENV.subjectSecretId]: subjectSecret.secretArn,
      [ENV.tokensTable]: tables.tokens.tableName,
    });
    const { claims, prefixes, sends, spend } = LIMIT_SUBJECTS;
    allowTable(step.role, tables.tokens, ['dynamodb:GetItem', 'dynamodb:PutItem']);
    allowUpdates(step.role, tables.tokens, [TOKEN_UPDATES.replaceCode, TOKEN_UPDATES.revoke]);
    allowTable(step.role, tables.contacts, ['dynamodb:GetItem']);
    allowTable(step.role, tables.limits, ['dynamodb:DeleteItem'], { subjects: [claims] });
    allowTable(step.role, tables.limits, ['dynamodb:UpdateItem'], {
      subjects: [prefixes, sends, spend],
    });
    allowSecret(step.role, subjectSecret);
    return step;
  }

  private deliverBySms(): CourierFunction {
    const { config, secret, tables } = this.foundation;
    const step = this.step(
      'deliver-by-sms',
      'Sends the token to a phone number',
      {
        ...this.messageEnvironment(),
        [ENV.budget]: JSON.stringify(config.budget),
        [ENV.entityId]: config.entityId ?? '',
        [ENV.limitsTable]: tables.limits.tableName,
        [ENV.originationNumber]: config.originationNumber ?? '',
        [ENV.pumpingGuard]: JSON.stringify(config.pumpingGuard),
        [ENV.senderId]: config.senderId ?? '',
        [ENV.smsMaxPriceUsd]: String(config.smsMaxPriceUsd),
        [ENV.templateId]: config.templateId ?? '',
        [ENV.webOtpDomain]: config.webOtpDomain ?? '',
      },
      DELIVERY_TIMEOUT_SECONDS,
    );
    allowSecret(step.role, secret);
    allowSms(step.role);
    const { prefixes, sends, spend } = LIMIT_SUBJECTS;
    allowTable(step.role, tables.limits, ['dynamodb:UpdateItem'], { subjects: [prefixes, sends, spend] });
    allowUpdates(step.role, tables.tokens, [TOKEN_UPDATES.noteHandOver], { answersNothing: true });
    return step;
  }

  private deliverByEmail(): CourierFunction {
    const { config, secret, tables, topicPrefix, defaults } = this.foundation;
    const step = this.step(
      'deliver-by-email',
      "Sends the token to the person's own topic",
      {
        ...this.messageEnvironment(),
        [ENV.limitsTable]: tables.limits.tableName,
        [ENV.pumpingGuard]: JSON.stringify(config.pumpingGuard),
      },
      DELIVERY_TIMEOUT_SECONDS,
    );
    const { prefixes, sends, spend } = LIMIT_SUBJECTS;
    allowTable(step.role, tables.limits, ['dynamodb:UpdateItem'], { subjects: [prefixes, sends, spend] });
    allowSecret(step.role, secret);
    allowTopics(step.role, topicPrefix, ['sns:Publish']);
    allowUpdates(step.role, tables.tokens, [TOKEN_UPDATES.noteHandOver], { answersNothing: true });
    allowKey(step.role, defaults.key, ['kms:Decrypt', 'kms:GenerateDataKey'], 'sns');
    return step;
  }

  private takeBackTheSend(): CourierFunction {
    const { config, tables } = this.foundation;
    const step = this.step(
      'take-back-the-send',
      'Takes back what was counted for a token that nobody was sent',
      {
        [ENV.limitsTable]: tables.limits.tableName,
        [ENV.pumpingGuard]: JSON.stringify(config.pumpingGuard),
        [ENV.tokensTable]: tables.tokens.tableName,
      },
    );
    const { prefixes, sends, spend } = LIMIT_SUBJECTS;
    allowUpdates(step.role, tables.tokens, [TOKEN_UPDATES.forgetResend], { answersNothing: true });
    allowTable(step.role, tables.limits, ['dynamodb:UpdateItem'], { subjects: [prefixes, sends, spend] });
    return step;
  }

  private messageEnvironment(): Partial<Record<EnvName, string>> {
    const { config, secret, tables } = this.foundation;
    return {
      [ENV.brandName]: config.brandName,
      [ENV.resendAfterSeconds]: String(config.resendAfterSeconds),
      [ENV.tokenSecretId]: secret.secretArn,
      [ENV.tokensTable]: tables.tokens.tableName,
    };
  }

  private step(
    id: string,
    description: string,
    environment: Partial<Record<EnvName, string>>,
    timeoutSeconds = STEP_TIMEOUT_SECONDS,
  ): CourierFunction {
    return new CourierFunction(this, id, {
      ...this.foundation.defaults,
      folder: 'steps',
      description,
      timeoutSeconds,
      environment,
    });
  }
}
