import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { hooks } from '../../../handlers/contract/settings/hooks.ts';
import { hookHeaders } from '../../../infra/api/firewall/hook-headers.ts';
import { protectedData } from '../../../infra/api/firewall/log.ts';
import { MANAGED_GROUPS } from '../../../infra/api/firewall/managed-rules.ts';
import { apiDocument, brokenRule } from '../../support/api-document.ts';
import { resourcesOf, synthesised } from '../../support/synth.ts';

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no single type
type Json = any;

const { main, edge } = synthesised();
const SCOPES: [string, Template][] = [
  ['CLOUDFRONT', edge],
  ['REGIONAL', main],
];

function aclOf(template: Template): Json {
  const [[, acl] = ['', undefined]] = resourcesOf(template, 'AWS::WAFv2::WebACL');
  return acl;
}
const rulesOf = (template: Template): Json[] => aclOf(template).Properties.Rules;
const ruleOf = (template: Template, name: string): Json =>
  rulesOf(template).find((rule) => rule.Name === name);
const overridesOf = (template: Template): Json[] =>
  rulesOf(template).flatMap(
    ({ Statement }) => Statement.ManagedRuleGroupStatement?.RuleActionOverrides ?? [],
  );

const NO_TOKEN = {
  NotStatement: {
    Statement: {
      SizeConstraintStatement: {
        FieldToMatch: { SingleHeader: { Name: 'authorization' } },
        ComparisonOperator: 'GE',
        Size: 1,
        TextTransformations: [{ Priority: 0, Type: 'NONE' }],
      },
    },
  },
};

/** Matches requests not from CloudFront, which adds a header whose value is a secret of the stack. */
const notByCloudFront = (template: Template) => {
  const proofs = resourcesOf(template, 'AWS::SecretsManager::Secret').filter(
    ([, { Metadata }]) => Metadata?.['aws:cdk:path'] === 'TokenCourier/courier/edge-proof/Resource',
  );
  const [[secret] = ['']] = proofs;
  return {
    NotStatement: {
      Statement: {
        ByteMatchStatement: {
          FieldToMatch: { SingleHeader: { Name: 'x-origin-verify' } },
          PositionalConstraint: 'EXACTLY',
          SearchString: {
            'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: secret }, ':SecretString:::}}']],
          },
          TextTransformations: [{ Priority: 0, Type: 'NONE' }],
        },
      },
    },
  };
};

describe("CloudFront's firewall", () => {
  it('is in us-east-1 when the service is elsewhere', () => {
    edge.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
    main.resourceCountIs('Custom::CrossRegionExportReader', 1);
  });

  it('needs no cross-region export when the service is in us-east-1 too', () => {
    const same = synthesised('us-east-1');
    same.main.resourceCountIs('Custom::CrossRegionExportReader', 0);
    same.edgeLogs.resourceCountIs('Custom::CrossRegionExportReader', 0);
    same.edge.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
  });

  it("counts requests without an access token, and floods, by the caller's address", () => {
    const rate = (name: string) => ruleOf(edge, name).Statement.RateBasedStatement;
    expect(rate('requests-without-token-per-address').ScopeDownStatement).toEqual(NO_TOKEN);
    expect(rate('flood-per-address')).not.toHaveProperty('ScopeDownStatement');
  });

  it('answers a request that a managed rule blocks with a problem document', () => {
    const blocking = overridesOf(edge).filter(({ ActionToUse }) => ActionToUse.Block);
    expect(blocking.map(({ Name }) => Name)).toEqual(MANAGED_GROUPS.flatMap(({ blocks }) => blocks));
    for (const { ActionToUse } of blocking) {
      expect(ActionToUse.Block.CustomResponse).toMatchObject({
        ResponseCode: 403,
        CustomResponseBodyKey: 'blocked',
      });
    }
  });
});

describe("the stage's firewall", () => {
  it("does not mistake CloudFront's address for a caller's", () => {
    const outside = notByCloudFront(main);
    const scope = (name: string) => ruleOf(main, name).Statement.RateBasedStatement.ScopeDownStatement;
    expect(scope('requests-without-token-per-address')).toEqual({
      AndStatement: { Statements: [NO_TOKEN, outside] },
    });
    expect(scope('flood-per-address')).toEqual(outside);
  });

  it('recognises CloudFront by a header that CloudFront sends only to the API', () => {
    const [[, distribution] = ['', { Properties: {} }]] = resourcesOf(main, 'AWS::CloudFront::Distribution');
    const origins: Json[] = distribution.Properties.DistributionConfig.Origins;
    const proof = notByCloudFront(main).NotStatement.Statement.ByteMatchStatement.SearchString;
    const isApi = ({ DomainName }: Json) => JSON.stringify(DomainName).includes('.execute-api.');
    expect(origins.filter(isApi)).toHaveLength(1);
    for (const origin of origins) {
      expect(origin.OriginCustomHeaders).toEqual(
        isApi(origin) ? [{ HeaderName: 'x-origin-verify', HeaderValue: proof }] : undefined,
      );
    }
  });

  it('lets the API answer blocked requests, because its answers have a request id', () => {
    expect(overridesOf(main).filter(({ ActionToUse }) => ActionToUse.Block)).toEqual([]);
    main.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
      ResponseType: 'WAF_FILTERED',
      StatusCode: '403',
    });
  });
});

describe.each(SCOPES)('the firewall with scope %s', (scope, template) => {
  it("counts requests by access token, with a limit at the stage's own rate", () => {
    const { Scope, VisibilityConfig } = aclOf(template).Properties;
    expect([Scope, VisibilityConfig.SampledRequestsEnabled]).toEqual([scope, false]);
    expect(ruleOf(template, 'requests-per-caller').Statement.RateBasedStatement).toEqual({
      AggregateKeyType: 'CUSTOM_KEYS',
      CustomKeys: [
        { Header: { Name: 'authorization', TextTransformations: [{ Priority: 0, Type: 'NONE' }] } },
      ],
      EvaluationWindowSec: 300,
      Limit: 30_000,
    });
    const byAddress = rulesOf(template)
      .map(({ Name, Statement }) => [Name, Statement.RateBasedStatement])
      .filter(([, rate]) => rate?.AggregateKeyType === 'IP')
      .map(([name, rate]) => [name, rate.Limit]);
    expect(byAddress).toEqual([
      ['requests-without-token-per-address', 3000],
      ['flood-per-address', 60_000],
    ]);
  });

  it('only counts where a rule could block the text of a user id or a context', () => {
    const counted = overridesOf(template)
      .filter(({ ActionToUse }) => ActionToUse.Count)
      .map(({ Name }) => Name);
    const looksAtText =
      /^(?:NoUserAgent_HEADER|(?:RestrictedExtensions|GenericLFI|GenericRFI|CrossSiteScripting|SizeRestrictions|ExploitablePaths)_(?:URIPATH|QUERYARGUMENTS|QUERYSTRING|BODY))$/;
    const known = MANAGED_GROUPS.flatMap(({ blocks, counts }) => [...blocks, ...Object.keys(counts)]);
    expect(counted).toEqual(known.filter((name) => looksAtText.test(name)));
    expect(counted).toHaveLength(16);
  });

  it('says in the template why a rule only counts', () => {
    const { Metadata, Properties } = aclOf(template);
    expect(Metadata.RulesThatOnlyCount).toMatchObject({
      NoUserAgent_HEADER: expect.stringContaining('User-Agent'),
      RestrictedExtensions_URIPATH: expect.stringContaining('build.ini'),
      GenericLFI_QUERYARGUMENTS: expect.stringContaining('a/../b'),
      SizeRestrictions_URIPATH: expect.stringContaining('CJK'),
    });
    // The pattern that AWS WAF accepts for a description.
    expect(Properties.Description).toMatch(/^[\w+=:#@/\-,.][\w+=:#@/\-,.\s]{0,254}[\w+=:#@/\-,.]$/);
  });

  it('answers with problem documents, and with Retry-After where waiting helps', () => {
    const { CustomResponseBodies } = aclOf(template).Properties;
    expect(
      Object.entries<Json>(CustomResponseBodies).map(([key, { Content }]) => [key, JSON.parse(Content)]),
    ).toEqual(
      [
        ['throttled', 429],
        ['body-too-large', 413],
        ['blocked', 403],
      ].map(([key, status]) => [
        key,
        expect.objectContaining({ code: String(key).replaceAll('-', '_'), status, type: expect.any(String) }),
      ]),
    );
    const bodies = Object.values<Json>(CustomResponseBodies).map(({ Content }) => JSON.parse(Content));
    expect(bodies.map((body) => body.retry_after)).toEqual([60, undefined, undefined]);
    for (const body of bodies) {
      expect(brokenRule(apiDocument.components.schemas.FirewallProblem, body)).toBeUndefined();
    }
    const answers = rulesOf(template).flatMap(({ Name, Action }) => {
      const response = Action?.Block.CustomResponse;
      const headers = (response?.ResponseHeaders ?? []).map(
        ({ Name: header, Value }: Json) => `${header}: ${Value}`,
      );
      return response ? [[Name, response.ResponseCode, response.CustomResponseBodyKey, headers]] : [];
    });
    const throttled = [429, 'throttled', ['Cache-Control: no-store', 'Retry-After: 60']];
    expect(answers).toEqual([
      ['requests-per-caller', ...throttled],
      ['requests-without-token-per-address', ...throttled],
      ['flood-per-address', ...throttled],
      ['body-size', 413, 'body-too-large', ['Cache-Control: no-store']],
    ]);
  });

  it('stays within the capacity that AWS includes in the price', () => {
    expect(rulesOf(template).reduce((sum, { Statement }) => sum + capacityOf(Statement), 0)).toBeLessThan(
      1500,
    );
  });

  it('logs what it blocked or counted, without paths, queries, bodies or secrets', () => {
    const [[, logging] = ['', { Properties: {} }]] = resourcesOf(
      template,
      'AWS::WAFv2::LoggingConfiguration',
    );
    const { RedactedFields, LoggingFilter } = logging.Properties;
    expect(RedactedFields).toEqual([
      ...['authorization', 'cookie', 'idempotency-key', 'referer', 'x-origin-verify'].map((Name) => ({
        SingleHeader: { Name },
      })),
      { UriPath: {} },
      { QueryString: {} },
    ]);
    expect(LoggingFilter.DefaultBehavior).toBe('DROP');
    const protectedFields = aclOf(template).Properties.DataProtectionConfig.DataProtections.map(
      ({ Action, Field }: Json) => [Field.FieldType, Field.FieldKeys, Action],
    );
    expect(protectedFields).toEqual([
      ['SINGLE_HEADER', ['authorization'], 'HASH'],
      ['SINGLE_HEADER', ['cookie', 'idempotency-key', 'referer', 'x-origin-verify'], 'SUBSTITUTION'],
      ['QUERY_STRING', undefined, 'SUBSTITUTION'],
      ['BODY', undefined, 'SUBSTITUTION'],
    ]);
  });

  it('logs to an encrypted group with a name that AWS WAF accepts, which is new in each stack', () => {
    const groups = resourcesOf(template, 'AWS::Logs::LogGroup').filter(([, { Properties }]) =>
      JSON.stringify(Properties.LogGroupName ?? '').includes('aws-waf-logs-'),
    );
    const name = (stack: string) => [`aws-waf-logs-${stack}-`, { 'Fn::Select': [2, expect.anything()] }];
    expect(groups.map(([, { Properties }]) => Properties)).toEqual([
      expect.objectContaining({
        LogGroupName: {
          'Fn::Join': ['', name(scope === 'CLOUDFRONT' ? 'TokenCourierEdge-eu-central-1' : 'TokenCourier')],
        },
        RetentionInDays: 30,
        KmsKeyId: expect.anything(),
      }),
    ]);
    const policies = JSON.stringify(resourcesOf(template, 'AWS::Logs::ResourcePolicy'));
    expect(policies).toContain('delivery.logs.amazonaws.com');
    expect(policies).toContain('aws:SourceAccount');
  });
});

describe('the headers by which hooks know their callers', () => {
  const headersOf = (config: unknown) => hookHeaders(hooks().parse(config));
  const mine = (authentication: unknown) => ({
    gateway: { mine: { destination: 'to', code: 'code', authentication } },
  });

  it('are signatures, and what presets of the owner name', () => {
    expect(headersOf({})).toEqual([]);
    expect(headersOf(mine('basic'))).toEqual(['webhook-signature', 'zitadel-signature']);
    expect(headersOf(mine({ header: 'X-Api-Key' }))).toEqual([
      'webhook-signature',
      'x-api-key',
      'zitadel-signature',
    ]);
  });

  it('are named to AWS WAF once', () => {
    const fields = protectedData(['authorization', 'cookie', 'x-api-key']).dataProtections as Json[];
    expect(fields.map(({ field }) => field.fieldKeys)).toEqual([
      ['authorization'],
      ['cookie', 'idempotency-key', 'referer', 'x-origin-verify', 'x-api-key'],
      undefined,
      undefined,
    ]);
  });
});

describe('where other systems call hooks, the firewall', () => {
  const { main: withHooks, edge: edgeWithHooks } = synthesised('dev');
  const notAHook = {
    NotStatement: {
      Statement: {
        ByteMatchStatement: {
          FieldToMatch: { UriPath: {} },
          PositionalConstraint: 'STARTS_WITH',
          SearchString: '/api/hooks/',
          TextTransformations: [{ Priority: 0, Type: 'NORMALIZE_PATH' }],
        },
      },
    },
  };

  it.each([
    ['CLOUDFRONT', edgeWithHooks],
    ['REGIONAL', withHooks],
  ])('with scope %s judges the bodies of other requests, and counts all', (_, template) => {
    const size = ruleOf(template, 'body-size').Statement;
    expect(size).toEqual({
      AndStatement: { Statements: [notAHook, ruleOf(main, 'body-size').Statement] },
    });
    const managed = rulesOf(template).flatMap(({ Statement }) => Statement.ManagedRuleGroupStatement ?? []);
    expect(managed.map(({ ScopeDownStatement }) => ScopeDownStatement)).toEqual([notAHook, notAHook]);
    const rates = (of: Template) => rulesOf(of).filter(({ Statement }) => Statement.RateBasedStatement);
    expect(rates(template).map(({ Name }) => Name)).toEqual(rates(main).map(({ Name }) => Name));
    expect(JSON.stringify(rates(template))).not.toContain('hooks');
    expect(rulesOf(template).reduce((sum, { Statement }) => sum + capacityOf(Statement), 0)).toBeLessThan(
      1500,
    );
  });

  it.each([
    ['CLOUDFRONT', edgeWithHooks],
    ['REGIONAL', withHooks],
  ])('with scope %s logs none of their signatures', (_, template) => {
    const [[, logging] = ['', { Properties: {} }]] = resourcesOf(
      template,
      'AWS::WAFv2::LoggingConfiguration',
    );
    expect(logging.Properties.RedactedFields).toContainEqual({ SingleHeader: { Name: 'webhook-signature' } });
    const { DataProtections } = aclOf(template).Properties.DataProtectionConfig;
    expect(DataProtections[1].Field.FieldKeys).toContain('webhook-signature');
  });
});

/**
 * Web ACL capacity units, rounded up: a text transformation costs 10, and NONE counts as a transformation.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 */
function capacityOf(statement: Json): number {
  const [[kind, content] = ['', {}]] = Object.entries<Json>(statement);
  const transformed = 10 * (content.TextTransformations?.length ?? 0);
  switch (kind) {
    case 'RateBasedStatement': {
      const scopedDown = content.ScopeDownStatement ? capacityOf(content.ScopeDownStatement) : 0;
      return 2 + 40 * (content.CustomKeys?.length ?? 0) + scopedDown;
    }
    case 'AndStatement':
      return content.Statements.reduce((sum: number, each: Json) => sum + capacityOf(each), 0);
    case 'NotStatement':
      return capacityOf(content.Statement);
    case 'SizeConstraintStatement':
      return 1 + transformed;
    case 'ByteMatchStatement':
      return 2 + transformed;
    case 'ManagedRuleGroupStatement':
      if (content.ScopeDownStatement) {
        const { ScopeDownStatement: scope, ...whole } = content;
        return capacityOf(scope) + capacityOf({ [kind]: whole });
      }
      return MANAGED_GROUPS.find(({ name }) => name === content.Name)?.capacity ?? Number.NaN;
    default:
      return Number.NaN;
  }
}
