import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

const on = synthesised('dev').main;
const off = synthesised().main;

/** The methods below /hooks, with how they are authorised. */
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
    .filter((method) => method.includes('/hooks'))
    .sort();
}

const secretsIn = (template: Template) =>
  resourcesOf(template, 'AWS::SecretsManager::Secret').filter(([id]) => id.startsWith('courierhooks'));
const functionsIn = (template: Template) =>
  ownFunctions(template).filter(([, { Metadata }]) => String(Metadata?.['aws:cdk:path']).includes('/hooks/'));

describe('hooks', () => {
  it('are a method each, whose function checks who calls', () => {
    expect(methods(on)).toEqual([
      'POST /hooks/gateway/{preset} NONE',
      'POST /hooks/okta/telephony NONE',
      'POST /hooks/supabase/email NONE',
      'POST /hooks/supabase/sms NONE',
    ]);
    expect(functionsIn(on).map(([name, { Properties }]) => [name, Properties.Timeout])).toEqual([
      ['supabase-sms', 10],
      ['supabase-email', 10],
      ['okta-telephony', 10],
      ['gateway', 10],
    ]);
  });

  it('leave half of the rate to the other routes, and log no bodies either', () => {
    const [[, stage] = ['', undefined]] = resourcesOf(on, 'AWS::ApiGateway::Stage');
    const settings: { ResourcePath: string; HttpMethod: string }[] = stage?.Properties.MethodSettings;
    const ofHooks = settings.filter(({ ResourcePath }) => ResourcePath.includes('hooks'));
    expect(ofHooks.map(({ HttpMethod, ResourcePath }) => `${HttpMethod} ${ResourcePath}`).sort()).toEqual([
      'POST /~1hooks~1gateway~1{preset}',
      'POST /~1hooks~1okta~1telephony',
      'POST /~1hooks~1supabase~1email',
      'POST /~1hooks~1supabase~1sms',
    ]);
    for (const setting of ofHooks) {
      expect(setting).toMatchObject({
        ...{ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
        ...{ LoggingLevel: 'OFF', DataTraceEnabled: false, MetricsEnabled: true },
      });
    }
  });

  it('have a secret each, which Supabase takes for base64 of 48 bytes', () => {
    expect(secretsIn(on)).toHaveLength(5);
    for (const [, { Properties }] of secretsIn(on)) {
      expect(Properties.KmsKeyId).toBeDefined();
      expect(Properties.GenerateSecretString).toEqual({ PasswordLength: 64, ExcludePunctuation: true });
    }
  });

  it('know their own secret only', () => {
    const known = functionsIn(on).map(([name, { Properties }]) => {
      const { HOOK_SECRETS } = Properties.Environment.Variables;
      return [name, JSON.stringify(HOOK_SECRETS).match(/courierhooks[a-z]+secret/g)];
    });
    expect(known).toEqual([
      ['supabase-sms', ['courierhookssupabasesmssecret']],
      ['supabase-email', ['courierhookssupabaseemailsecret']],
      ['okta-telephony', ['courierhooksoktatelephonysecret']],
      ['gateway', ['courierhooksgatewaylogtosecret', 'courierhooksgatewayownsystemsecret']],
    ]);
  });

  it('tell the deployment where they are, and which secret is whose', () => {
    const outputs = Object.keys(on.findOutputs('*')).filter((name) => name.includes('Hook'));
    expect(outputs.sort()).toEqual([
      'GatewayLogtoHookSecret',
      'GatewayLogtoHookUrl',
      'GatewayOwnSystemHookSecret',
      'GatewayOwnSystemHookUrl',
      'OktaTelephonyHookSecret',
      'OktaTelephonyHookUrl',
      'SupabaseEmailHookSecret',
      'SupabaseEmailHookUrl',
      'SupabaseSmsHookSecret',
      'SupabaseSmsHookUrl',
    ]);
  });

  it('are not there unless they are configured', () => {
    expect([methods(off), secretsIn(off), functionsIn(off)]).toEqual([[], [], []]);
    expect(Object.keys(off.findOutputs('*')).filter((name) => name.includes('Hook'))).toEqual([]);
  });
});
