import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { parse } from 'yaml';
import { describeApi } from '../../../infra/page/api-reference.ts';
import { apiDocument } from '../../support/api-document.ts';
import { resourcesOf, synthesised } from '../../support/synth.ts';

const URLS = {
  apiUrl: 'https://courier.example.com/api',
  signInUrl: 'https://sign-in.example.com',
};

/** The media types that a template's uploads set themselves. */
const uploadedTypes = (name: 'default' | 'everything'): unknown[] =>
  resourcesOf(synthesised(name).main, 'Custom::CDKBucketDeployment').map(
    ([, { Properties }]) => Properties.SystemMetadata['content-type'],
  );

describe('the served openapi.yaml', () => {
  const served = parse(describeApi(URLS));

  it("has this deployment's server and issuer, and no other", () => {
    expect(served.servers).toEqual([{ url: 'https://courier.example.com/api' }]);
    expect(served.components.securitySchemes.oauth2.flows).toMatchObject({
      clientCredentials: { tokenUrl: 'https://sign-in.example.com/oauth2/token' },
      authorizationCode: {
        authorizationUrl: 'https://sign-in.example.com/oauth2/authorize',
        tokenUrl: 'https://sign-in.example.com/oauth2/token',
      },
    });
    expect(describeApi(URLS)).not.toMatch(/localhost|problems\.md/);
  });

  it('is valid, and describes the same routes', async () => {
    expect(await new Validator().validate(describeApi(URLS))).toEqual({ valid: true });
    expect(served.paths).toEqual(apiDocument.paths);
  });
});

describe('apiReference', () => {
  it('uploads the description when it is on', () => {
    expect(uploadedTypes('everything')).toContain('application/yaml');
  });

  it('uploads nothing when it is off, which it is by default', () => {
    expect(uploadedTypes('default')).toEqual([undefined, undefined]);
  });
});
