import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { METRICS_NAMESPACE } from '../../../handlers/contract/metrics.ts';
import type { TemplateName } from '../../support/deployments.ts';
import { allResources, ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

/** Types whose names must be unique in the whole account, whatever the region. */
const GLOBAL = /^AWS::(CloudFront|IAM|S3)::/;
/** Types whose names must be unique only within a parent of the same stack, such as an API or a user pool. */
const WITHIN_PARENT =
  /^AWS::(ApiGateway::(?!RestApi)|Cognito::UserPool(ResourceServer|Group)|IAM::Policy|Lambda::Permission|Logs::LogStream)|^Custom::/;

/** Explicit names in the properties or in a `…Config`, except those that the stack's id makes unique. */
function namesIn(template: Template, region: string): string[] {
  return allResources(template)
    .filter(([, { Type }]) => !WITHIN_PARENT.test(Type))
    .flatMap(([, { Type, Properties = {} }]) => {
      const nested = Object.entries(Properties).flatMap(([key, value]) =>
        key.endsWith('Config') ? Object.entries(value as object) : [[key, value] as const],
      );
      return nested
        .filter(([key]) => /^(Name|(?!MetricName)[A-Z]\w*Name|Domain)$/.test(key))
        .map(([, value]) => JSON.stringify(value))
        .filter((value) => !value.includes('AWS::StackId') && !value.includes('"Ref"'))
        .map((value) => `${GLOBAL.test(Type) ? 'account' : region} ${Type} ${value}`);
    });
}

/** Names of the parameters that carry values from us-east-1 to the region. */
const exportsOf = (edge: Template, region: string): string[] =>
  resourcesOf(edge, 'Custom::CrossRegionExportWriter').flatMap(([, { Properties }]) =>
    Object.keys(Properties.WriterProps.exports).map((name) => `${region} parameter ${name}`),
  );

function takenBy(name: TemplateName): string[] {
  const { main, edge, names, region } = synthesised(name);
  return [
    `${region} stack ${names.main}`,
    `us-east-1 stack ${names.edge}`,
    ...namesIn(main, region),
    ...namesIn(edge, 'us-east-1'),
    ...exportsOf(edge, region),
  ];
}

const topicsOf = (name: TemplateName): unknown =>
  ownFunctions(synthesised(name).main).find(([short]) => short === 'put-contact')?.[1].Properties.Environment
    .Variables.TOPIC_PREFIX;

describe('deployments in one account', () => {
  it.each([
    ['default', 'dev', 'two environments in one region'],
    ['default', 'us-east-1', 'two regions'],
    ['dev', 'us-east-1', 'another environment in another region'],
  ] as const)('%s and %s share no name: %s', (one, other, _why) => {
    const taken = takenBy(one);
    expect(taken.length).toBeGreaterThan(4);
    expect(new Set(taken).size).toBe(taken.length);
    expect(takenBy(other).filter((name) => taken.includes(name))).toEqual([]);
  });

  it('are named after their environment, and in us-east-1 after their region too', () => {
    expect(synthesised().names).toEqual({
      main: 'TokenCourier',
      edge: 'TokenCourierEdge-eu-central-1',
      edgeLogs: 'TokenCourierEdgeLogs-eu-central-1',
    });
    expect(synthesised('dev').names).toEqual({
      main: 'TokenCourier-dev',
      edge: 'TokenCourierEdge-dev-eu-central-1',
      edgeLogs: 'TokenCourierEdgeLogs-dev-eu-central-1',
    });
  });

  it("keep people's topics and their own metrics apart", () => {
    expect([topicsOf('default'), topicsOf('dev')]).toEqual([
      'TokenCourier-contact-',
      'TokenCourier-dev-contact-',
    ]);
    const services = (['default', 'dev'] as const).map((name) => [
      ...new Set(
        ownFunctions(synthesised(name).main).map(
          ([, { Properties }]) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME,
        ),
      ),
    ]);
    expect(services).toEqual([['token-courier'], ['token-courier-dev']]);
    expect(METRICS_NAMESPACE).toBe('TokenCourier');
  });
});
