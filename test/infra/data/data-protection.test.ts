import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/assertions';
import { ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

const { main, edge } = synthesised();

describe('data at rest', () => {
  it('is under a customer-managed key that rotates', () => {
    main.resourceCountIs('AWS::KMS::Key', 1);
    main.hasResource('AWS::KMS::Key', {
      Properties: { EnableKeyRotation: true },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
    main.hasResourceProperties('AWS::SecretsManager::Secret', { KmsKeyId: Match.anyValue() });
  });

  it.each([
    ['user_id', 'slot', 'expiry_time'],
    ['subject', 'window', 'expiry_time'],
    ['user_id', undefined, undefined],
    ['entry_id', undefined, 'expiry_time'],
  ])('is in a table keyed by %s and %s, with the TTL attribute %s', (partition, sort, ttl) => {
    main.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [
        { AttributeName: partition, KeyType: 'HASH' },
        ...(sort ? [{ AttributeName: sort, KeyType: 'RANGE' }] : []),
      ],
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
      TimeToLiveSpecification: ttl ? { AttributeName: ttl, Enabled: true } : Match.absent(),
    });
  });

  it('can be recovered only if it lives longer than minutes', () => {
    const recovered = resourcesOf(main, 'AWS::DynamoDB::Table').map(([, { Metadata, Properties }]) => [
      Metadata?.['aws:cdk:path']?.split('/').at(-2),
      Properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled === true,
    ]);
    expect(Object.fromEntries(recovered)).toEqual({
      tokens: false,
      limits: true,
      contacts: true,
      activity: false,
    });
  });

  it('costs no index write when a token changes: the index holds keys only', () => {
    main.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        {
          IndexName: 'issued-tokens',
          KeySchema: [
            { AttributeName: 'list_shard', KeyType: 'HASH' },
            { AttributeName: 'issued_at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
  });

  it('holds whole entries of the activity log in each of its indexes, which then need no other read', () => {
    const byTime = (IndexName: string, AttributeName: string) => ({
      IndexName,
      KeySchema: [
        { AttributeName, KeyType: 'HASH' },
        { AttributeName: 'at_entry', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    });
    main.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        byTime('by-person', 'user_id'),
        byTime('by-destination', 'destination_digest'),
        byTime('by-time', 'outcome_shard'),
      ],
    });
  });

  it('is deleted with the stack only if configured so', () => {
    const deletions = (template: Template) =>
      resourcesOf(template, 'AWS::DynamoDB::Table').map(([, { DeletionPolicy }]) => DeletionPolicy);
    expect(deletions(main)).toEqual(['Retain', 'Retain', 'Retain', 'Retain']);
    expect(deletions(synthesised('disposable, with receipts by another issuer').main)).toEqual([
      'Delete',
      'Delete',
      'Delete',
      'Delete',
    ]);
  });
});

describe('logs', () => {
  it.each([
    ['the service', main],
    ['the edge', edge],
  ])('of %s, CDK’s functions included, are encrypted and kept for the configured time', (_, template) => {
    const groups = resourcesOf(template, 'AWS::Logs::LogGroup');
    for (const [id, { Properties }] of groups) {
      // Audit entries are needed long after the event.
      const days = id.startsWith('courierauditentries') ? 365 : 30;
      expect(Properties).toMatchObject({ RetentionInDays: days, KmsKeyId: expect.anything() });
    }
    const functions = resourcesOf(template, 'AWS::Lambda::Function');
    const named = functions.map(([, { Properties }]) => Properties.LoggingConfig?.LogGroup?.Ref);
    expect(functions.length).toBeGreaterThan(0);
    expect(groups.map(([id]) => id)).toEqual(expect.arrayContaining(named));
  });

  it('hold the path of an execution and none of its data', () => {
    main.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'EXPRESS',
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });

  it('of requests name the route, never the path, query or headers; tracing starts behind the API', () => {
    const [[, stage] = ['', { Properties: {} }]] = resourcesOf(main, 'AWS::ApiGateway::Stage');
    const format = String(stage.Properties.AccessLogSetting.Format);
    expect(JSON.parse(format)).toMatchObject({ route: '$context.resourcePath', status: '$context.status' });
    expect(format).not.toMatch(/\$context\.path|header|query|\$input/);
    expect(stage.Properties.TracingEnabled).toBe(false);
    expect(stage.Properties.MethodSettings).toMatchObject([{ LoggingLevel: 'OFF', DataTraceEnabled: false }]);
  });
});

describe('functions', () => {
  it('run on Node 24 and arm64, and are traced without their responses', () => {
    const own = ownFunctions(main);
    expect(own).toHaveLength(31);
    for (const [, { Properties }] of own) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        // Lambda's own lines would tell of each invocation that went well.
        LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
        Environment: { Variables: { POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false' } },
      });
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
    const passive = own.filter(([, { Properties }]) => Properties.TracingConfig.Mode !== 'Active');
    expect(passive.map(([name]) => name)).toEqual(['verify-token', 'deliver-code']);
  });

  it('are traced for one execution in twenty, none of them for being the first in its second', () => {
    const [[machine] = ['']] = resourcesOf(main, 'AWS::StepFunctions::StateMachine');
    main.hasResourceProperties('AWS::XRay::SamplingRule', {
      SamplingRule: {
        FixedRate: 0.05,
        ReservoirSize: 0,
        ServiceName: { 'Fn::GetAtt': [machine, 'Name'] },
      },
    });
  });
});
