/** The variables that a function's row tells it to read. */
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { $ZodType } from 'zod/v4/core';
import type { DeployedName } from '../../handlers/contract/deployed.ts';
import { isShort, SUFFIXES, toVariable, variableOf } from '../../handlers/contract/environment.ts';
import type { FunctionPart, SecretName } from '../../handlers/contract/function.ts';
import type { DERIVED_SETTINGS, SettingName } from '../../handlers/contract/settings.ts';
import { alarmPrefixOf } from '../cdk/alarm-names.ts';
import { destinationPolicyOf } from '../config/destinations.ts';
import { shortestPassingLengths } from '../config/guess-budget.ts';
import { countedCountriesOf } from '../config/metrics.ts';
import type { Config } from '../config/schema.ts';
import { smsPricesOf } from '../config/sms.ts';
import { ISSUED_TOKENS_INDEX } from '../data/tables.ts';
import type { Variables } from './courier-function.ts';
import type { Deployment } from './deployment.ts';
import { executionLogOf, secretOf, stateMachineOf, tableOf } from './deployment.ts';

/** Settings that are computed from configuration keys. */
const DERIVED: Readonly<Record<keyof typeof DERIVED_SETTINGS, (config: Config) => unknown>> = {
  countedCountries: countedCountriesOf,
  destinationPolicy: destinationPolicyOf,
  shortestLengths: shortestPassingLengths,
  smsPrices: smsPricesOf,
};

/**
 * Undefined values are not set, or are set after construction: see tellClients, signReceiptsAs, sendWebhooks and
 * createCanary.
 */
const DEPLOYED: Readonly<Record<DeployedName, (deployment: Deployment) => string | undefined>> = {
  alarmPrefix: ({ config, tables }) => (config.alarms === 'off' ? undefined : alarmPrefixOf(tables.tokens)),
  canarySecretId: () => undefined,
  configurationSet: ({ configurationSet }) => configurationSet || undefined,
  emailTag: ({ emailTag }) => emailTag || undefined,
  eventBusName: ({ events }) => events?.bus.eventBusName,
  hookSecrets: ({ hookSecrets }) => hookSecrets && JSON.stringify(arnsOf(hookSecrets)),
  listIndex: () => ISSUED_TOKENS_INDEX,
  receiptIssuer: () => undefined,
  receiptKeyId: ({ receiptKey }) => receiptKey?.keyId,
  stackClients: () => undefined,
  stateMachineArn: (deployment) => stateMachineOf(deployment).stateMachineArn,
  topicKeyId: ({ defaults }) => defaults.key.keyArn,
  topicPrefix: ({ topicPrefix }) => topicPrefix,
  twilioAccountSid: ({ twilio }) => twilio?.accountSid,
  twilioServiceSid: ({ twilio }) => twilio?.serviceSid,
  webhookPlaces: () => undefined,
};

const arnsOf = (secrets: Readonly<Record<string, ISecret>>) =>
  Object.fromEntries(Object.entries(secrets).map(([name, { secretArn }]) => [name, secretArn]));

const LOGS = {
  audit: ({ audit }: Deployment) => audit.logGroupName,
  execution: (deployment: Deployment) => executionLogOf(deployment).logGroupName,
};

export function variablesOf(row: FunctionPart, deployment: Deployment): Variables {
  const settings = Object.entries<() => $ZodType>(row.settings ?? {}).map(([name, schema]) => ({
    variable: [variableOf(name), toVariable(settingOf(name as SettingName, deployment.config))] as const,
    isBundled: !isShort(schema()),
  }));
  const names = [
    ...namesOf('tables', row.tables, (table) => tableOf(deployment, table).tableName),
    ...namesOf('secrets', keyed(row.secrets), (secret) => secretOf(deployment, secret).secretArn),
    ...namesOf('logs', row.logs, (log) => LOGS[log](deployment)),
  ];
  const told = Object.keys(row.deployed ?? {}).flatMap((name) => {
    const value = DEPLOYED[name as DeployedName](deployment);
    return value === undefined ? [] : [[variableOf(name), value] as const];
  });
  const variablesThat = (isBundled: boolean) =>
    settings.filter((setting) => setting.isBundled === isBundled).map(({ variable }) => variable);
  return {
    bundled: Object.fromEntries(variablesThat(true)),
    inEnvironment: Object.fromEntries([...variablesThat(false), ...names, ...told]),
  };
}

const settingOf = (name: SettingName | keyof typeof DERIVED, config: Config): unknown =>
  name in DERIVED ? DERIVED[name as keyof typeof DERIVED](config) : config[name as SettingName];

const namesOf = <N extends string>(
  part: keyof typeof SUFFIXES,
  ours: Readonly<Partial<Record<N, unknown>>> | undefined,
  nameOf: (name: N) => string,
) =>
  Object.keys(ours ?? {}).map((name) => [variableOf(`${name}${SUFFIXES[part]}`), nameOf(name as N)] as const);

const keyed = (secrets: readonly SecretName[] = []) =>
  Object.fromEntries(secrets.map((secret) => [secret, true])) as Partial<Record<SecretName, true>>;
