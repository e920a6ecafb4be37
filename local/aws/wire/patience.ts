/**
 * How many times as long as on AWS something may take here before it counts as timed out. There each function has
 * a processor of its own; here all of them, and what they call, share this machine's cores with whatever else runs.
 *
 * It applies to functions, tasks, executions, integrations and triggers alike, so that what ends in time on AWS ends
 * in time here. What a function is told of its deadline stays as on AWS.
 */
export const DEFAULT_PATIENCE = 3;
