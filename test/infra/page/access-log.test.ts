import { describe, expect, it } from '@jest/globals';
import { resourcesOf, synthesised } from '../../support/synth.ts';

const { edgeLogs, edge } = synthesised();

describe("CloudFront's access log", () => {
  it('records the cache behavior, and never the path, the query, a cookie or a referrer', () => {
    const [[, delivery] = ['', { Properties: {} }]] = resourcesOf(edgeLogs, 'AWS::Logs::Delivery');
    const fields: string[] = delivery.Properties.RecordFields;
    expect(fields).toEqual(
      expect.arrayContaining(['cache-behavior-path-pattern', 'sc-status', 'x-edge-request-id', 'time-taken']),
    );
    expect(fields.filter((field) => /uri|query|cookie|referer|^cs-?\(|headers?$/i.test(field))).toEqual([
      'x-host-header',
    ]);
  });

  it('goes to a log group that is encrypted and kept for the configured time', () => {
    edgeLogs.hasResourceProperties('AWS::Logs::DeliverySource', { LogType: 'ACCESS_LOGS' });
    const groups = resourcesOf(edgeLogs, 'AWS::Logs::LogGroup').map(([, { Properties }]) => Properties);
    // Its own, and that of CDK's function that imports the distribution's id.
    expect(groups).toHaveLength(2);
    for (const group of groups) {
      expect(group).toMatchObject({ RetentionInDays: 30, KmsKeyId: expect.anything() });
    }
    edge.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    const names = ['Source', 'Destination'].flatMap((kind) =>
      resourcesOf(edgeLogs, `AWS::Logs::Delivery${kind}`).map(([, { Properties }]) => Properties.Name),
    );
    // The pattern that CloudWatch Logs accepts for a name.
    for (const name of names) {
      expect(name).toMatch(/^TokenCourierEdgeLo(?=.*-accesslog-)[\w-]{1,42}$/);
    }
    expect(names).toHaveLength(2);
  });
});
