/**
 * Metrics: their sums are what callers counted. Each difference has its rule, and is compared with what the executions
 * show of it.
 */
import type { Evidence, Executed, LoggedLine } from '../evidence.ts';
import type { Call } from '../ledger.ts';
import { codeOfProblem, isFault, isSend } from '../ledger.ts';
import type { Finding } from './finding.ts';
import { tally } from './finding.ts';

const RULES = {
  issuedAndFailed: 'TokensIssued: a token that was stored and then not delivered, so it was revoked',
  stepRepeated: 'counted by an attempt of a step that the machine repeated',
  sentInstead: 'TokensDelivered: an email in the place of a text that the carrier refused',
  presumed: 'the step was ended while it sent: the machine answered 202, and no step counted it',
  ofMachine: 'the execution failed, which ExecutionsFailed counts',
  functionEnded: 'a function was ended, and a function that is ended counts nothing',
  unheard: 'counted, and the answer was lost on the way to the caller',
} as const;

/** Of the local runtime's functions, this one sends an email in the place of a refused text. */
const REPORTS = 'note-delivery-reports';
/** Answered by API Gateway, before any function. */
const OF_GATEWAY = ['unauthorized', 'throttled', 'blocked', 'not_found', 'unsupported_media_type'];

interface Counted {
  readonly by: string;
  readonly metric: string;
  readonly of: string;
}

interface Comparison {
  readonly what: string;
  readonly counted: number;
  readonly told: number;
  /** By rule, how many more may be counted than were told of. */
  readonly more?: Readonly<Record<string, number>>;
  /** By rule, how many fewer. */
  readonly fewer?: Readonly<Record<string, number>>;
}

export function accountForMetrics(evidence: Evidence): Finding {
  const found = tally('metrics, compared with what callers were told');
  for (const comparison of comparisons(evidence)) {
    const { what, counted, told, more = {}, fewer = {} } = comparison;
    found.count();
    let left = counted - told;
    for (const [rule, most] of Object.entries(left > 0 ? more : fewer)) {
      const explained = Math.min(Math.abs(left), most);
      found.explain(`${what}: ${rule}`, explained);
      left -= Math.sign(left) * explained;
    }
    if (left !== 0) {
      found.lose(`${what}: ${counted} are counted, and callers were told of ${told}`);
    }
  }
  return found.finding();
}

function comparisons({ lines, calls, executions }: Evidence): Comparison[] {
  const metrics = lines.flatMap(countedIn);
  const sum = (metric: string, of?: string, by?: (name: string) => boolean): number =>
    metrics.filter(
      (each) => each.metric === metric && (of === undefined || each.of === of) && (by?.(each.by) ?? true),
    ).length;
  const sends = calls.filter(isSend);
  const failed = calls.filter(
    (call) => (call.kind === 'issue' || call.kind === 'deliver') && isFault(call),
  ).length;
  const repeated = entries(executions, 'StateRetried');
  const presumed = entered(executions, /^Presume the .* is sent$/);
  const crashed = entries(executions, 'StateRetried', 'StateCaught');
  const verifications = calls.filter(
    ({ kind, status, replayed }) => kind === 'verify' && status === 200 && !replayed,
  );
  const verified = verifications.filter(({ answer }) => answer.verified === true).length;
  const unheard = calls.filter(
    ({ kind, status }) => kind === 'verify' && (status === 0 || status >= 500),
  ).length;
  const sentInstead = sum('TokensDelivered', undefined, (by) => by === REPORTS);

  return [
    {
      what: 'TokensIssued',
      counted: sum('TokensIssued'),
      told: sends.length,
      more: { [RULES.issuedAndFailed]: failed, [RULES.stepRepeated]: repeated },
      fewer: { [RULES.functionEnded]: crashed },
    },
    {
      what: 'TokensDelivered',
      counted: sum('TokensDelivered'),
      told: sends.filter(({ status }) => status === 201).length,
      more: { [RULES.sentInstead]: sentInstead, [RULES.presumed]: presumed },
    },
    {
      what: 'DeliveriesUnknown',
      counted: sum('DeliveriesUnknown', undefined, (by) => by !== REPORTS),
      told: sends.filter(({ status }) => status === 202).length,
      fewer: { [RULES.presumed]: presumed },
    },
    {
      what: 'TokensVerified',
      counted: sum('TokensVerified'),
      told: verified,
      more: { [RULES.unheard]: unheard },
    },
    ...reasonsOf(verifications, metrics, 'VerificationsRefused').map((reason) => ({
      what: `VerificationsRefused ${reason}`,
      counted: sum('VerificationsRefused', reason),
      told: verifications.filter(({ answer }) => answer.reason === reason).length,
      more: { [RULES.unheard]: unheard },
    })),
    ...refusals(calls, metrics).map((code) => ({
      what: `RequestsRefused ${code}`,
      counted: sum('RequestsRefused', code),
      told: calls.filter((call) => isRefusal(call) && codeOfProblem(call) === code).length,
      more: { [RULES.stepRepeated]: repeated },
    })),
    {
      what: 'RequestsFailed',
      counted: sum('RequestsFailed'),
      told: calls.filter(({ kind, status }) => kind !== 'issue' && status >= 500).length,
      fewer: {
        [RULES.functionEnded]: endedEndpoints(calls, lines),
        [RULES.ofMachine]: failedExecutionsOf(calls, lines),
      },
    },
  ];
}

const isRefusal = (call: Call): boolean =>
  call.status >= 400 && call.status < 500 && !call.replayed && !OF_GATEWAY.includes(codeOfProblem(call));

const refusals = (calls: readonly Call[], metrics: readonly Counted[]): string[] => [
  ...new Set([
    ...calls.filter(isRefusal).map(codeOfProblem),
    ...metrics.flatMap(({ metric, of }) => (metric === 'RequestsRefused' ? [of] : [])),
  ]),
];

const reasonsOf = (calls: readonly Call[], metrics: readonly Counted[], name: string): string[] => [
  ...new Set([
    ...calls.flatMap(({ answer }) => (typeof answer.reason === 'string' ? [answer.reason] : [])),
    ...metrics.flatMap(({ metric, of }) => (metric === name ? [of] : [])),
  ]),
];

/** A line in CloudWatch's Embedded Metric Format, of one metric. */
function countedIn({ function: by, line }: LoggedLine): Counted[] {
  if (!line.includes('"_aws"')) {
    return [];
  }
  const { _aws, ...members } = JSON.parse(line) as {
    readonly _aws: {
      readonly CloudWatchMetrics: readonly { readonly Metrics: readonly { readonly Name: string }[] }[];
    };
    readonly reason?: string;
    readonly error?: string;
    readonly channel?: string;
  };
  const names = _aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
  return names.map((metric) => ({
    by,
    metric,
    of: members.reason ?? members.error ?? members.channel ?? '',
  }));
}

const entries = (executions: readonly Executed[], ...types: readonly string[]): number =>
  executions.flatMap(({ events }) => events).filter(({ type }) => types.includes(type)).length;

const entered = (executions: readonly Executed[], state: RegExp): number =>
  executions
    .flatMap(({ events }) => events)
    .filter((event) => event.type === 'StateEntered' && state.test(event.state ?? '')).length;

/** Faults that an endpoint told of. */
const faultsOfEndpoints = (calls: readonly Call[]): readonly Call[] =>
  calls.filter(({ kind, status }) => kind !== 'issue' && status >= 500);

/** Of which there is no line: Lambda ended the function. */
function endedEndpoints(calls: readonly Call[], lines: readonly LoggedLine[]): number {
  const logged = new Set(lines.flatMap(({ line }) => requestIn(line) ?? []));
  return faultsOfEndpoints(calls).filter(({ answer }) => !logged.has(String(answer.request_id))).length;
}

/** Of which the machine has lines: a delivery that failed there. */
function failedExecutionsOf(calls: readonly Call[], lines: readonly LoggedLine[]): number {
  const admitted = lines.filter((line) => line.function === 'admit-request');
  const executed = new Set(admitted.flatMap(({ line }) => requestIn(line) ?? []));
  return faultsOfEndpoints(calls).filter(({ answer }) => executed.has(String(answer.request_id))).length;
}

const requestIn = (line: string): string | undefined => /"request_id":"([^"]+)"/.exec(line)?.[1];
