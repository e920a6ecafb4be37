/** What this deployment calls itself in logs, traces and metrics: deployments of one account differ in it. */
import { readEnvironment } from './environment.ts';

export const { serviceName } = readEnvironment(['serviceName']);
