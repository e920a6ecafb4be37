/** The name of this deployment in logs, traces and metrics; it tells the deployments of an account apart. */
import { SERVICE_NAME_VARIABLE } from '../contract/environment.ts';
import { SERVICE_NAME } from '../contract/metrics.ts';

export const serviceName = process.env[SERVICE_NAME_VARIABLE] || SERVICE_NAME;
