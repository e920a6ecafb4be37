/** The name of this deployment in logs, traces and metrics; it tells the deployments of an account apart. */
import { readEnvironment } from './environment.ts';

export const { serviceName } = readEnvironment(['serviceName']);
