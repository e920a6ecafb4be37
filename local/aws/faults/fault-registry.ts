/**
 * Faults that a person or a test injects: the next calls that match one are delayed, fail, or both.
 * The registry selects the fault; the service that answers the call applies it (apply-fault.ts).
 */
import { CARRIER_ERRORS } from './carrier-faults.ts';

const FAULT_SERVICES = [
  'dynamodb',
  'sns',
  'carrier',
  'ses',
  'secretsmanager',
  'kms',
  'lambda',
  'stepfunctions',
  'cloudwatch',
  'logs',
  'events',
  'sqs',
  /** Hosts that are not AWS's; its errors are `Status503` and the like. */
  'outside',
] as const;

/** The longest timeout of a Lambda function. */
const MAX_DELAY_MS = 900_000;
const MAX_TIMES = 1_000_000;
/** Faults of a function's environments, which do not correspond to an AWS error. */
const LAMBDA_ONLY = ['crash', 'restart'] as const;
const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,127}$/;

export type FaultService = (typeof FAULT_SERVICES)[number];

/** First `delay_ms` passes, then the call fails with `error`. Each matched call decrements `times`. */
export interface Fault {
  readonly service: FaultService;
  /** API operation as the service names it: `PutItem`, `Publish`, `Invoke`. Absent: every operation. */
  readonly operation?: string;
  /** Short name of the invoked function for `lambda`, of the calling function for other services. */
  readonly function?: string;
  /**
   * Error name as the service sends it. For Lambda also `crash`, which ends the function's environment, and
   * `restart`, with which the call succeeds after a cold start. For `carrier`, one of carrier-faults.ts.
   */
  readonly error?: string;
  readonly delay_ms?: number;
  readonly times: number;
}

/** A field of a fault, and the rule that it violates. */
export interface FaultFieldError {
  readonly field: string;
  readonly rule: string;
}

export interface FaultableCall {
  readonly service: FaultService;
  readonly operation: string;
  readonly function?: string | undefined;
}

export interface FaultRegistry {
  /** Adds a fault. @throws {InvalidFaultError} naming every invalid field and the rule that it violates */
  add(candidate: unknown): Fault;
  /** The armed faults, in the order they were added, each with its remaining `times`. */
  list(): readonly Fault[];
  clear(): void;
  /** Returns the oldest fault that matches the call, and decrements its `times`. */
  take(call: FaultableCall): Fault | undefined;
}

/** A fault that cannot be registered. */
export class InvalidFaultError extends Error {
  override readonly name = 'InvalidFaultError';
  readonly errors: readonly FaultFieldError[];

  constructor(errors: readonly FaultFieldError[]) {
    super(errors.map(({ field, rule }) => `${field}: ${rule}`).join('; '));
    this.errors = errors;
  }
}

/** An empty registry. */
export function createFaultRegistry(): FaultRegistry {
  let faults: Fault[] = [];
  return {
    add(candidate) {
      const fault = parseFault(candidate);
      faults.push(fault);
      return fault;
    },
    list: () => [...faults],
    clear() {
      faults = [];
    },
    take(call) {
      const fault = faults.find((each) => matches(each, call));
      if (!fault) {
        return undefined;
      }
      faults = faults
        .map((each) => (each === fault ? { ...each, times: each.times - 1 } : each))
        .filter(({ times }) => times > 0);
      return fault;
    },
  };
}

function matches(fault: Fault, call: FaultableCall): boolean {
  return (
    fault.service === call.service &&
    (fault.operation === undefined || fault.operation === call.operation) &&
    (fault.function === undefined || fault.function === call.function)
  );
}

function parseFault(candidate: unknown): Fault {
  if (typeof candidate !== 'object' || candidate === null || Array.isArray(candidate)) {
    throw new InvalidFaultError([{ field: 'body', rule: 'must be a JSON object' }]);
  }
  const fields: Record<string, unknown> = { ...candidate };
  const errors = Object.entries(RULES).flatMap(([field, check]) => {
    const rule = check(fields[field], fields);
    return rule === undefined ? [] : [{ field, rule }];
  });
  for (const field of Object.keys(fields)) {
    if (!Object.hasOwn(RULES, field)) {
      errors.push({ field, rule: 'is not a known field' });
    }
  }
  if (fields.error === undefined && fields.delay_ms === undefined) {
    errors.push({ field: 'error', rule: 'is required when there is no delay_ms' });
  }
  if (errors.length > 0) {
    throw new InvalidFaultError(errors);
  }
  return fields as unknown as Fault;
}

const RULES: Record<keyof Fault, (value: unknown, all: Record<string, unknown>) => string | undefined> = {
  service: (value) =>
    FAULT_SERVICES.some((service) => service === value)
      ? undefined
      : `must be one of ${FAULT_SERVICES.join(', ')}`,
  operation: optionalName,
  function: optionalName,
  error: (value, { service }) => {
    if (service === 'carrier' && value !== undefined && !CARRIER_ERRORS.includes(String(value))) {
      return `must be one of ${CARRIER_ERRORS.join(', ')} for service carrier`;
    }
    return LAMBDA_ONLY.some((error) => error === value) && service !== 'lambda'
      ? `"${value}" is for service lambda only`
      : optionalName(value);
  },
  delay_ms: (value) => (value === undefined ? undefined : wholeNumber(value, 1, MAX_DELAY_MS)),
  times: (value) => wholeNumber(value, 1, MAX_TIMES),
};

function optionalName(value: unknown): string | undefined {
  if (value === undefined || (typeof value === 'string' && NAME.test(value))) {
    return undefined;
  }
  return 'must be a name of up to 128 letters, digits, dots, hyphens and underscores';
}

function wholeNumber(value: unknown, min: number, max: number): string | undefined {
  const isWhole = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
  return isWhole ? undefined : `must be a whole number from ${min} to ${max}`;
}
