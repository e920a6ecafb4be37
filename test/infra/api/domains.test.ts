import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { tlsFloorLine } from '../../../infra/config/domains.ts';
import { parseConfig } from '../../../infra/config/schema.ts';
import { ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

const PAGE = {
  domainName: 'courier.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/page',
};
const API = {
  domainName: 'api.courier.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:000000000000:certificate/api',
};
const BASE = { region: 'eu-central-1', brandName: 'Example' };

const { main } = synthesised('own domains');
const { main: elsewhere } = synthesised('own domains, records by somebody else');

describe('own domains', () => {
  it('require at least TLS 1.2', () => {
    main.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['courier.example.com'],
        ViewerCertificate: {
          AcmCertificateArn: PAGE.certificateArn,
          MinimumProtocolVersion: 'TLSv1.2_2021',
          SslSupportMethod: 'sni-only',
        },
      },
    });
    main.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: 'api.courier.example.com',
      RegionalCertificateArn: API.certificateArn,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
    });
  });

  it("are the only way to the API: AWS's own host name is off, and CloudFront uses the domain", () => {
    main.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
    synthesised().main.hasResourceProperties('AWS::ApiGateway::RestApi', {
      DisableExecuteApiEndpoint: Match.absent(),
    });
    const [[, distribution] = ['', { Properties: {} }]] = resourcesOf(main, 'AWS::CloudFront::Distribution');
    const origins = distribution.Properties.DistributionConfig.Origins.filter(
      (origin: { CustomOriginConfig?: object }) => origin.CustomOriginConfig,
    );
    expect(
      origins.map(({ DomainName, OriginPath }: Record<string, string>) => [DomainName, OriginPath]),
    ).toEqual([
      ['api.courier.example.com', undefined],
      ['api.courier.example.com', '/api'],
    ]);
    main.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      BasePath: 'api',
      Stage: { Ref: Match.stringLikeRegexp('DeploymentStageapi') },
    });
  });

  it('are what the outputs, the sign-in and the receipts use', () => {
    expect(main.findOutputs('PageUrl').PageUrl?.Value).toBe('https://courier.example.com');
    expect(JSON.stringify(main.findOutputs('*'))).not.toMatch(/execute-api|cloudfront\.net/);
    expect(main.findOutputs('ApiUrl').ApiUrl?.Value).toBe('https://api.courier.example.com/api');
    main.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      CallbackURLs: ['https://courier.example.com/'],
      LogoutURLs: ['https://courier.example.com/'],
    });
    const verify = new Map(ownFunctions(main)).get('verify-token');
    expect(verify?.Properties.Environment.Variables).toMatchObject({
      RECEIPT_ISSUER: 'https://courier.example.com',
    });
  });

  it('get DNS records in the hosted zone, or an output that says where to point them', () => {
    const records = resourcesOf(main, 'AWS::Route53::RecordSet').map(([, { Properties }]) => [
      Properties.Name,
      Properties.Type,
      Properties.HostedZoneId,
    ]);
    expect(records.sort()).toEqual([
      ['api.courier.example.com', 'A', 'Z0123456789ABC'],
      ['courier.example.com', 'A', 'Z0123456789ABC'],
      ['courier.example.com', 'AAAA', 'Z0123456789ABC'],
    ]);
    expect(Object.keys(main.findOutputs('*DnsTarget'))).toEqual([]);
    elsewhere.resourceCountIs('AWS::Route53::RecordSet', 0);
    expect(elsewhere.findOutputs('PageDnsTarget').PageDnsTarget?.Value).toEqual({
      'Fn::GetAtt': [expect.stringContaining('distribution'), 'DomainName'],
    });
    expect(elsewhere.findOutputs('ApiDnsTarget').ApiDnsTarget?.Value).toEqual({
      'Fn::GetAtt': [expect.stringContaining('domain'), 'RegionalDomainName'],
    });
  });

  it.each([
    [
      { pageDomain: { ...PAGE, certificateArn: API.certificateArn } },
      'pageDomain.certificateArn: must be the ARN of a certificate in us-east-1, where CloudFront looks for certificates; this one is in eu-central-1',
    ],
    [
      { apiDomain: { ...API, certificateArn: PAGE.certificateArn } },
      "apiDomain.certificateArn: must be the ARN of a certificate in eu-central-1, the service's region; this one is in us-east-1",
    ],
    [
      { pageDomain: { ...PAGE, domainName: 'https://courier.example.com' } },
      'pageDomain.domainName: must be a host name',
    ],
    [{ pageDomain: { domainName: PAGE.domainName } }, 'pageDomain.certificateArn: '],
    [
      { apiDomain: { ...API, certificateArn: 'arn:aws:iam::1:server-certificate/a' } },
      'must be the ARN of a certificate in ACM',
    ],
    [
      { apiDomain: { ...API, hostedZoneId: 'example.com' } },
      'apiDomain.hostedZoneId: must be the id of a hosted zone',
    ],
    [{ pageDomain: { ...PAGE, zone: 'Z1' } }, 'pageDomain.zone: is not a configuration key'],
    [
      { pageDomain: PAGE, apiDomain: { ...API, domainName: PAGE.domainName } },
      "apiDomain.domainName: must differ from the page's",
    ],
  ])('refuse %j and name the key', (wrong, message) => {
    expect(() => parseConfig({ ...BASE, ...wrong })).toThrow(message);
  });

  it('can be given as JSON on the command line', () => {
    expect(parseConfig({ ...BASE, pageDomain: JSON.stringify(PAGE) }).pageDomain).toEqual(PAGE);
  });
});

describe('the lowest TLS version', () => {
  it('is stated in one line, with and without domains', () => {
    expect(tlsFloorLine(parseConfig(BASE))).toBe(
      "Lowest TLS version: the page TLS 1.0, which AWS's own host names accept (set pageDomain for 1.2); the API TLS 1.0, which AWS's own host names accept (set apiDomain for 1.2).",
    );
    expect(tlsFloorLine(parseConfig({ ...BASE, pageDomain: PAGE, apiDomain: API }))).toBe(
      'Lowest TLS version: the page TLS 1.2; the API TLS 1.2.',
    );
  });
});
