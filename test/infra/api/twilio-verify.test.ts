import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

const on = synthesised('dev').main;
const off = synthesised().main;

/** The methods below /twilio, with how they are authorised. */
function methods(template: Template): string[] {
  const resources = new Map(resourcesOf(template, 'AWS::ApiGateway::Resource'));
  const pathOf = (ref: { Ref?: string }): string => {
    const resource = ref.Ref ? resources.get(ref.Ref) : undefined;
    return resource ? `${pathOf(resource.Properties.ParentId)}/${resource.Properties.PathPart}` : '';
  };
  return resourcesOf(template, 'AWS::ApiGateway::Method')
    .map(
      ([, { Properties }]) =>
        `${Properties.HttpMethod} ${pathOf(Properties.ResourceId)} ${Properties.AuthorizationType}`,
    )
    .filter((method) => method.includes('/twilio'))
    .sort();
}

const secretsIn = (template: Template) =>
  resourcesOf(template, 'AWS::SecretsManager::Secret').filter(([id]) => id.includes('twilio'));

describe('Twilio Verify', () => {
  it('is four methods, whose functions check the credentials', () => {
    expect(methods(on)).toEqual([
      'GET /twilio/v2/Services/{service_sid}/Verifications/{sid} NONE',
      'POST /twilio/v2/Services/{service_sid}/VerificationCheck NONE',
      'POST /twilio/v2/Services/{service_sid}/Verifications NONE',
      'POST /twilio/v2/Services/{service_sid}/Verifications/{sid} NONE',
    ]);
    const timeouts = ownFunctions(on)
      .filter(([name]) => name.endsWith('-verification'))
      .map(([name, { Properties }]) => [name, Properties.Timeout]);
    expect(Object.fromEntries(timeouts)).toEqual({
      'start-verification': 29,
      'check-verification': 10,
      'fetch-verification': 10,
      'update-verification': 10,
    });
  });

  it('has one secret, with an Auth Token of 128 bits and the SIDs that the functions know', () => {
    const [[, secret] = []] = secretsIn(on);
    const { GenerateSecretString: generated, KmsKeyId } = secret?.Properties ?? {};
    expect(KmsKeyId).toBeDefined();
    expect(generated).toMatchObject({
      GenerateStringKey: 'auth_token',
      PasswordLength: 32,
      ExcludeUppercase: true,
      ExcludePunctuation: true,
      ExcludeCharacters: 'ghijklmnopqrstuvwxyz',
    });
    const { account_sid, service_sid } = JSON.parse(generated.SecretStringTemplate);
    expect([account_sid, service_sid]).toEqual([
      expect.stringMatching(/^AC[0-9a-f]{32}$/),
      expect.stringMatching(/^VA[0-9a-f]{32}$/),
    ]);
    const [, start] = ownFunctions(on).find(([name]) => name === 'start-verification') ?? [];
    expect(start?.Properties.Environment.Variables).toMatchObject({
      TWILIO_ACCOUNT_SID: account_sid,
      TWILIO_SERVICE_SID: service_sid,
    });
  });

  it('is not there unless it is switched on', () => {
    expect(methods(off)).toEqual([]);
    expect(secretsIn(off)).toEqual([]);
    expect(ownFunctions(off).filter(([name]) => name.endsWith('-verification'))).toEqual([]);
  });
});
