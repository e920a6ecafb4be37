/**
 * One address for every AWS call: a client whose AWS_ENDPOINT_URL is set to it talks to this machine instead
 * of AWS. It identifies a call as AWS's protocols do: by `X-Amz-Target`, the path, or the parameter `Action`.
 */
import type { Stack } from '../cloudformation/load-stack.ts';
import type { State } from '../persistence/keeper.ts';
import { IN_MEMORY } from '../persistence/keeper.ts';
import { damagedTables, StateFolderError } from '../persistence/state-folder-error.ts';
import type { CallRecord, CallRecorder } from './call-record.ts';
import { createCallRecord } from './call-record.ts';
import { createCloudFormation } from './cloudformation/cloudformation.ts';
import type { CustomResources } from './cloudformation/custom-resources.ts';
import { createCustomResources } from './cloudformation/custom-resources.ts';
import type { Alarms, AlarmView } from './cloudwatch/alarms/alarms.ts';
import { startAlarms } from './cloudwatch/alarms/alarms.ts';
import type { DescribedAlarm } from './cloudwatch/alarms/describe-alarms.ts';
import { createCloudWatch, createSamples } from './cloudwatch/cloudwatch.ts';
import type { LogGroups } from './cloudwatch/log-groups.ts';
import { createLogGroups } from './cloudwatch/log-groups.ts';
import type { StreamEvent } from './cloudwatch/log-streams.ts';
import { createLogStreams } from './cloudwatch/log-streams.ts';
import { createCloudWatchLogs } from './cloudwatch/logs.ts';
import type { MetricStore } from './cloudwatch/metric-store.ts';
import { createMetricStore } from './cloudwatch/metric-store.ts';
import type { CountedRequest, ServiceMetrics } from './cloudwatch/service-metrics.ts';
import { createServiceMetrics } from './cloudwatch/service-metrics.ts';
import type { Subscriptions } from './cloudwatch/subscriptions.ts';
import { createSubscriptions } from './cloudwatch/subscriptions.ts';
import { createDispatcher } from './dispatch.ts';
import type { DynamoDbEngine } from './dynamodb/backend.ts';
import type { DynamoDb } from './dynamodb/dynamodb.ts';
import { startDynamoDb } from './dynamodb/dynamodb.ts';
import { createTables } from './dynamodb/tables.ts';
import { startTtlSweep } from './dynamodb/ttl-sweep.ts';
import type { EventStore } from './eventbridge/event-store.ts';
import { createEventStore } from './eventbridge/event-store.ts';
import { createEventBridge } from './eventbridge/eventbridge.ts';
import type { FaultRegistry } from './faults/fault-registry.ts';
import { createFaultRegistry } from './faults/fault-registry.ts';
import { createKms } from './kms/kms.ts';
import { functionLogs } from './lambda/function-log.ts';
import { createLaterInvocations } from './lambda/invoke-later.ts';
import type { LogLine, LogStore } from './lambda/log-store.ts';
import { createLogStore } from './lambda/log-store.ts';
import type { LambdaPool } from './lambda/pool.ts';
import { createLambdaPool } from './lambda/pool.ts';
import type { AttemptStore } from './outside/attempt-store.ts';
import { createAttemptStore } from './outside/attempt-store.ts';
import { createOutside } from './outside/outside.ts';
import type { Schedules } from './scheduler/schedules.ts';
import { createSchedules } from './scheduler/schedules.ts';
import { createSecretsManager } from './secrets-manager/secrets-manager.ts';
import { createSes } from './ses/ses.ts';
import type { MessageStore } from './sns/message-store.ts';
import { createMessageStore } from './sns/message-store.ts';
import { createSns } from './sns/sns.ts';
import { startEventSources } from './sqs/event-source.ts';
import type { QueueView } from './sqs/queue-view.ts';
import { queueView } from './sqs/queue-view.ts';
import type { Queues } from './sqs/queues.ts';
import { createQueues } from './sqs/queues.ts';
import { createSqs } from './sqs/sqs.ts';
import type { ExecutionStore } from './step-functions/execution-store.ts';
import { createExecutionStore } from './step-functions/execution-store.ts';
import { createStepFunctions } from './step-functions/step-functions.ts';
import { createSts } from './sts/sts.ts';
import { listen } from './wire/listen.ts';
import { DEFAULT_PATIENCE } from './wire/patience.ts';

const DEFAULT_SWEEP_INTERVAL_MS = 1_000;

export interface AwsEndpointOptions {
  readonly stack: Stack;
  /** 0 picks a free port. */
  readonly port: number;
  /** Replaces AWS's addresses in a function's variables with this machine's. Default: changes nothing. */
  readonly localise?: (value: string) => string;
  /** Called with each line that a function writes. */
  readonly onLog?: (line: LogLine) => void;
  /** Default `dynalite`. `auto`: DynamoDB Local if a Java 17+ runtime can run it, otherwise dynalite. */
  readonly engine?: 'auto' | DynamoDbEngine;
  /** Default `java`. */
  readonly javaPath?: string;
  /** How often expired items are deleted. Default 1,000. */
  readonly sweepIntervalMs?: number;
  /** Default: no state is kept. */
  readonly state?: State;
  /** See wire/patience.ts. */
  readonly patience?: number;
  /** false: no function starts before its first invocation, which then takes longer. Default true. */
  readonly warmUp?: boolean;
  /** true: the state machines are known to be valid and are not validated again. */
  readonly areMachinesValid?: boolean;
  /** URL on this machine that gets what functions send to hosts outside. Default: it is only kept. */
  readonly receiver?: string | undefined;
  /** The attribute in which a queue's message says until when it waits. Default: none does. */
  readonly dueAttribute?: string | undefined;
  /** How long a minute of alarms takes. Default 60,000. */
  readonly alarmMinuteMs?: number | undefined;
}

export interface AwsEndpoint {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly dynamodbEngine: DynamoDbEngine;
  /** Why dynalite runs instead of the preferred DynamoDB Local, worded for people. */
  readonly engineReason?: string;
  /** Physical names. */
  readonly tableNames: readonly string[];
  readonly calls: CallRecord;
  readonly faults: FaultRegistry;
  readonly messages: MessageStore;
  readonly executions: ExecutionStore;
  readonly logs: LogStore;
  /** What was put on event buses. */
  readonly events: EventStore;
  /** What was sent to hosts outside. */
  readonly attempts: AttemptStore;
  /** What waits in queues. */
  readonly queues: QueueView;
  /** They wait to be started until what their functions call is there. */
  readonly schedules: Schedules;
  readonly alarms: { list(): readonly AlarmView[] };
  /** Counts a request to the API, which is served elsewhere. */
  readonly countRequest: (request: CountedRequest) => void;
  /** Stops everything that was started: the server, workers, timers, the Java process. */
  close(): Promise<void>;
}

/**
 * Starts the emulators for every AWS service that the stack calls.
 * @throws when the port is in use, a state machine cannot be run here, or AWS would not create part of the stack
 */
export async function startAwsEndpoint(options: AwsEndpointOptions): Promise<AwsEndpoint> {
  const { stack, port, engine = 'dynalite', javaPath = 'java', localise = (value) => value } = options;
  const { state = IN_MEMORY, patience = DEFAULT_PATIENCE, areMachinesValid = false, warmUp = true } = options;
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) {
      await each();
    }
  };
  try {
    const metrics = createMetricStore();
    let subscriptions: Subscriptions | undefined;
    const eventsOf = functionLogs(stack);
    const stores = {
      faults: createFaultRegistry(),
      messages: createMessageStore(Date.now, state.keeper('messages', 'soon')),
      executions: createExecutionStore(state.keeper('executions', 'soon')),
      events: createEventStore(state.keeper('events', 'soon')),
      attempts: createAttemptStore(state.keeper('webhooks', 'soon')),
      logs: createLogStore(
        (line) => {
          metrics.readLine(line.line);
          subscriptions?.publish(eventsOf(line));
          options.onLog?.(line);
        },
        state.keeper('logs', 'soon'),
      ),
    };
    for (const { line } of stores.logs.list()) {
      metrics.readLine(line);
    }
    const server = await listen(port);
    closers.push(server.close);
    const calls = createCallRecord();
    const serviceMetrics = createServiceMetrics(stack);
    const followed = calls.followLambda(
      createLambdaPool({ stack, endpointUrl: server.url, localise, patience, ...stores }),
      (name) =>
        [...stack.resources.values()].find(({ arn, ref }) => [arn, ref].includes(name))?.shortName ?? name,
    );
    const lambda = serviceMetrics.countInvocations(followed);
    closers.push(lambda.close);
    const warming = warmUp ? lambda.warm() : undefined;
    const queues = createQueues(stack);
    const later = createLaterInvocations(stack, lambda.invoke, (arn, body) => queues.byArn(arn)?.send(body));
    closers.push(async () => later.stop());
    const schedules = createSchedules(stack, later.invoke);
    closers.push(async () => schedules.stop());
    const sources = startEventSources(stack, queues, lambda.invoke);
    closers.push(async () => sources.stop());
    closers.push(async () => subscriptions?.stop());
    const groups = createLogGroups(stack);
    const dynamodb = await startDynamoDb({ engine, javaPath, state });
    closers.push(dynamodb.close);
    const tables = await createTables(stack, dynamodb).catch((cause: Error) => {
      throw asStateError(cause, state);
    });
    const sweep = startTtlSweep(dynamodb, tables, options.sweepIntervalMs ?? DEFAULT_SWEEP_INTERVAL_MS);
    closers.push(sweep.stop);
    const customResources = createCustomResources(stack);
    const recorded = { ...dynamodb, ...calls.followDynamoDb(dynamodb) };
    // Their samples come from the services.
    let alarms: Alarms | undefined;
    const parts = {
      stack,
      calls,
      dynamodb: recorded,
      lambda,
      url: server.url,
      metrics,
      serviceMetrics,
      state,
      patience,
      areMachinesValid,
      queues,
      invokeLater: later.invoke,
      localise,
      receiver: options.receiver,
      customResources,
      groups,
      publishLog: (events: readonly StreamEvent[]) => subscriptions?.publish(events),
      describedAlarms: () => alarms?.described() ?? [],
      ...stores,
    };
    // Reading the machines keeps this thread busy while the environments start in theirs.
    const services = createServices(parts);
    const dispatch = createDispatcher(services);
    alarms = startAlarms(stack, {
      samplesOf: services.samplesOf,
      measure: () => serviceMetrics.measureQueues(queues),
      publish: services.sns.publish,
      minuteMs: options.alarmMinuteMs,
    });
    closers.push(async () => alarms?.stop());
    await warming;
    server.serve(dispatch);
    await customResources.create(server.url, lambda.invoke);
    // Some of the groups exist only now.
    subscriptions = createSubscriptions(stack, groups, later.invoke);
    return {
      url: server.url,
      dynamodbEngine: dynamodb.engine,
      ...(dynamodb.reason === undefined ? {} : { engineReason: dynamodb.reason }),
      tableNames: tables.map(({ name }) => name),
      calls,
      queues: queueView(queues, options.dueAttribute),
      schedules,
      alarms,
      countRequest: serviceMetrics.countRequest,
      ...stores,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tables in memory cannot be damaged. */
function asStateError(cause: Error, { tablesFolder }: State): Error {
  if (tablesFolder === undefined || cause instanceof StateFolderError) {
    return cause;
  }
  return new StateFolderError(damagedTables(tablesFolder), { cause });
}

function createServices(parts: {
  stack: Stack;
  url: string;
  calls: CallRecorder;
  dynamodb: DynamoDb;
  lambda: LambdaPool;
  faults: FaultRegistry;
  messages: MessageStore;
  executions: ExecutionStore;
  metrics: MetricStore;
  serviceMetrics: ServiceMetrics;
  state: State;
  patience: number;
  areMachinesValid: boolean;
  queues: Queues;
  invokeLater: (functionArn: string, payload: string) => void;
  localise: (value: string) => string;
  events: EventStore;
  attempts: AttemptStore;
  receiver: string | undefined;
  customResources: CustomResources;
  groups: LogGroups;
  publishLog: (events: readonly StreamEvent[]) => void;
  describedAlarms: () => readonly DescribedAlarm[];
}) {
  const { stack, calls, dynamodb, lambda, faults, executions, state, patience, groups } = parts;
  const calledByMachines = { lambda, dynamodb, faults };
  const streams = createLogStreams(stack, state.keeper('audit', 'soon'), Date.now, parts.publishLog);
  const writeLog = (group: string, stream: string, message: string) => {
    groups.ensure(group);
    streams.put({ group, stream, events: [{ timestamp: Date.now(), message }] });
  };
  const samplesOf = createSamples(parts.metrics, executions, parts.serviceMetrics);
  const receivers = { queues: parts.queues, invokeLater: parts.invokeLater };
  const eventBridge = createEventBridge(stack, receivers, parts.events);
  return {
    stack,
    faults,
    calls,
    dynamodb,
    lambda,
    customResources: parts.customResources,
    cloudFormation: createCloudFormation(stack),
    sns: createSns({ ...parts, writeLog }),
    sts: createSts(stack),
    ses: createSes({ ...parts, publish: eventBridge.publish }),
    secretsManager: createSecretsManager(
      stack,
      Date.now,
      state.keeper('secrets', 'at-once'),
      lambda.invoke,
      parts.localise,
    ),
    kms: createKms(stack, state.keeper('kms', 'at-once')),
    logs: createCloudWatchLogs(stack, executions, streams, groups),
    stepFunctions: createStepFunctions(stack, calledByMachines, executions, patience, parts.areMachinesValid),
    metrics: parts.serviceMetrics,
    samplesOf,
    cloudWatch: createCloudWatch(samplesOf, parts.describedAlarms),
    eventBridge: eventBridge.operations,
    sqs: createSqs(parts.queues),
    outside: createOutside({
      attempts: parts.attempts,
      faults,
      ...(parts.receiver === undefined ? {} : { receiver: parts.receiver }),
    }),
  };
}
