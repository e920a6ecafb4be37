import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import type { TemplateName } from '../../support/deployments.ts';
import { ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

const secretsOf = (template: Template) =>
  Object.fromEntries(resourcesOf(template, 'AWS::SecretsManager::Secret'));

describe('secrets that stored data depends on', () => {
  /** As already deployed: another logical id or another way to generate would give another value. */
  const DEPLOYED = { GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 64 } };

  it.each([
    ['couriersubjectsecret1D039BD1', 'forget every opt-out'],
    ['courierreferencesecret339A18D2', 'break the link between old and new log lines'],
  ])('%s is what is already deployed: another one would %s', (id) => {
    for (const name of ['default', 'dev', 'us-east-1'] satisfies TemplateName[]) {
      expect(secretsOf(synthesised(name).main)[id]).toMatchObject({
        Properties: DEPLOYED,
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
    }
  });
});

describe('rotation', () => {
  const { main } = synthesised();
  const [[, schedule] = ['', undefined], ...more] = resourcesOf(
    main,
    'AWS::SecretsManager::RotationSchedule',
  );
  const rotates = ownFunctions(main).find(([name]) => name === 'rotate-token-secret')?.[1];

  it('is scheduled for the token secret, and for no other', () => {
    expect(more).toEqual([]);
    expect(schedule?.Properties.SecretId).toEqual({ Ref: 'couriertokensecretC56BCDBA' });
    expect(schedule?.Properties.RotationRules).toEqual({ AutomaticallyAfterDays: 30 });
    expect(rotates?.Properties.Environment.Variables.TOKEN_SECRET_ID).toEqual(schedule?.Properties.SecretId);
  });

  it('can be invoked by Secrets Manager in this account before the schedule is created', () => {
    const [id, permission] =
      resourcesOf(main, 'AWS::Lambda::Permission').find(
        ([, { Properties }]) => Properties.Principal === 'secretsmanager.amazonaws.com',
      ) ?? [];
    expect(permission?.Properties).toMatchObject({
      Action: 'lambda:InvokeFunction',
      SourceAccount: { Ref: 'AWS::AccountId' },
      FunctionName: schedule?.Properties.RotationLambdaARN,
    });
    expect(schedule).toHaveProperty('DependsOn', expect.arrayContaining([id]));
  });
});
