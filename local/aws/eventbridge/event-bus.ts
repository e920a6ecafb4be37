/**
 * Amazon EventBridge, as far as services of this machine put events on the default bus: the rules of the stack hand
 * them to functions.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
import { randomUUID } from 'node:crypto';
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';

const RULE_TYPE = 'AWS::Events::Rule';
/** Lambda invokes a function that failed twice more: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const TRIES = 3;

export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventBus {
  /** Hands the event to every target whose rule it matches; ends when they have it. Never fails. */
  put(event: BusEvent): Promise<void>;
}

/** Runs a function; false when it failed. */
export type InvokeTarget = (functionArn: string, payload: string) => Promise<boolean>;

type Pattern = { readonly [member: string]: Pattern | readonly unknown[] };

interface BusRule {
  readonly pattern: Pattern;
  readonly targets: readonly string[];
}

/** A rule that needs more of EventBridge than there is here. */
export class UnsupportedRuleError extends Error {
  override readonly name = 'UnsupportedRuleError';
}

/** @throws {UnsupportedRuleError} naming the rule and what of it is not supported */
export function createEventBus(
  stack: Pick<Stack, 'resources' | 'accountId' | 'region'>,
  invoke: InvokeTarget,
  now: () => number = Date.now,
): EventBus {
  const rules = [...stack.resources.values()].filter(({ type }) => type === RULE_TYPE).map(readRule);

  async function deliver(functionArn: string, payload: string): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (await invoke(functionArn, payload).catch(() => false)) {
        return;
      }
    }
  }

  return {
    async put({ source, detailType, resources, detail }) {
      const event = {
        version: '0',
        id: randomUUID(),
        'detail-type': detailType,
        source,
        account: stack.accountId,
        time: new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z'),
        region: stack.region,
        resources,
        detail,
      };
      const payload = JSON.stringify(event);
      const targets = rules
        .filter(({ pattern }) => matches(pattern, event))
        .flatMap(({ targets }) => targets);
      await Promise.all(targets.map((target) => deliver(target, payload)));
    },
  };
}

function readRule({ path, properties }: Resource): BusRule {
  const {
    EventPattern,
    Targets = [],
    EventBusName = 'default',
    State = 'ENABLED',
  } = properties as {
    EventPattern?: Pattern;
    Targets?: readonly Readonly<Record<string, unknown>>[];
    EventBusName?: string;
    State?: string;
  };
  const refuse = (what: string): never => {
    throw new UnsupportedRuleError(`The local runtime does not support ${what} of the rule ${path}.`);
  };
  if (EventPattern === undefined || EventBusName !== 'default') {
    return refuse('a schedule or another bus');
  }
  refuseFilters(EventPattern, refuse);
  const targets = Targets.map((target) => {
    const other = Object.keys(target).find((name) => !['Arn', 'Id', 'RetryPolicy'].includes(name));
    return other === undefined ? String(target.Arn) : refuse(`${other} in a target`);
  });
  return { pattern: EventPattern, targets: State === 'DISABLED' ? [] : targets };
}

/** Only equality is here: no prefixes, numbers or `exists`. */
function refuseFilters(pattern: Pattern, refuse: (what: string) => never): void {
  for (const [member, wanted] of Object.entries(pattern)) {
    if (!isList(wanted)) {
      refuseFilters(wanted, refuse);
    } else if (wanted.some((each) => typeof each === 'object' && each !== null)) {
      refuse(`the filter on ${member}`);
    }
  }
}

const isList = (wanted: Pattern | readonly unknown[]): wanted is readonly unknown[] => Array.isArray(wanted);

/** A list of an event matches when one of its items does. */
function matches(pattern: Pattern, event: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(pattern).every(([member, wanted]) => {
    const value = event[member];
    if (isList(wanted)) {
      return [value].flat().some((each) => wanted.includes(each));
    }
    return typeof value === 'object' && value !== null && matches(wanted, { ...value });
  });
}
