import type { Usage } from '../../../bench/cost/usage.ts';

/** Ten codes of a service with one step and one endpoint. */
export const A_USAGE: Usage = {
  codes: 10,
  context: [],
  apiRequests: 20,
  responseBytes: 7_000,
  executions: 10,
  statesEntered: 30,
  machineStoreCalls: 10,
  functions: {
    'admit-request': { invocations: 10, memoryMb: 2048, waits: { dynamodb: 20 }, ownMs: 4.2 },
    'verify-token': { invocations: 10, memoryMb: 1024, waits: { sns: 10 }, ownMs: 10 },
  },
  writeUnits: { tokens: 40, 'tokens/issued-tokens': 10 },
  readUnits: { tokens: 15 },
  calls: { 'sns query': 10, 'secretsmanager GetSecretValue': 2, 'kms Sign': 10 },
  logs: { machine: { events: 100, bytes: 37_400 } },
  customMetrics: 3,
  traces: { 'issue-token': 0.5 },
};
