/**
 * The factor by which timeouts are longer here than on AWS. On AWS each function has its own CPU share; here
 * all functions and services share this machine's cores with everything else that runs.
 *
 * It applies to functions, tasks, executions, integrations and triggers alike, so that what finishes in time
 * on AWS finishes in time here. The deadline that a function sees is the same as on AWS.
 */
export const DEFAULT_PATIENCE = 3;
