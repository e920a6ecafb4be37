/** What a deployment costs in a month by being there, from its template and its warm functions. */
import { HOURS_A_MONTH, TABLE_KEY_MINUTES } from './assumptions.ts';
import type { Line } from './bill.ts';
import { line } from './bill.ts';
import type { PriceName, Region } from './prices.ts';
import type { Resources, Usage } from './usage.ts';

/** What is paid for by the month. Other types cost nothing until they are used. */
const BY_TYPE: Readonly<Record<string, readonly [group: string, name: string, price: PriceName]>> = {
  'AWS::WAFv2::WebACL': ['WAF', 'web ACLs', 'webAcl'],
  'rules of AWS::WAFv2::WebACL': ['WAF', 'their rules', 'firewallRule'],
  'AWS::KMS::Key': ['KMS', 'keys', 'key'],
  'AWS::SecretsManager::Secret': ['Secrets Manager', 'secrets', 'secret'],
  'metrics of AWS::CloudWatch::Alarm': ['CloudWatch', 'metrics of alarms', 'alarm'],
  'AWS::CloudWatch::CompositeAlarm': ['CloudWatch', 'composite alarms', 'compositeAlarm'],
  'AWS::CloudWatch::Dashboard': ['CloudWatch', 'dashboards', 'dashboard'],
};

/** API Gateway writes these for each method that is called, where a stage has detailed metrics. */
const METRICS_A_METHOD = 5;
const METHODS_CALLED = 2;
/** How long a function keeps a secret that it has read: handlers/adapters/secrets-manager/keys.ts. */
const SECRET_MINUTES = 5;

export function billOfAMonth(resources: Resources, usage: Usage, region: Region): Line[] {
  const byType = Object.entries(BY_TYPE).flatMap(([type, [group, name, price]]) => {
    const there = resources[type] ?? 0;
    return there === 0 ? [] : [line(group, name, price, there, region)];
  });
  const minutes = HOURS_A_MONTH * 60;
  const secretReads = ((usage.calls['secretsmanager GetSecretValue'] ?? 0) * minutes) / SECRET_MINUTES;
  const tableKeys = ((resources['AWS::DynamoDB::Table'] ?? 0) * minutes) / TABLE_KEY_MINUTES;
  return [
    ...byType,
    line('CloudWatch', 'metrics of the service', 'customMetric', usage.customMetrics, region),
    line('CloudWatch', 'metrics of two methods', 'customMetric', METRICS_A_METHOD * METHODS_CALLED, region),
    line('Secrets Manager', 'reads by one warm environment a function', 'secretRead', secretReads, region),
    line('KMS', 'requests for secrets and tables', 'keyRequest', secretReads + tableKeys, region),
  ];
}
