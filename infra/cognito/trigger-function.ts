/**
 * Deploys a function that a user pool calls. It is not part of the service: it is a client of the API, with the
 * credentials of `grantIssue`, and reaches nothing else of it.
 */
import type { Construct } from 'constructs';
import type { $ZodType, output } from 'zod/v4/core';
import { isShort, toVariable, variableOf } from '../../handlers/contract/environment.ts';
import { HOOKS } from '../../handlers/contract/functions/hooks.ts';
import type { Variables } from '../functions/courier-function.ts';
import { CourierFunction } from '../functions/courier-function.ts';
import type { IssuingCourier } from './issuing-courier.ts';

/** The hooks that are told options. */
export type TriggerName = {
  [N in keyof typeof HOOKS]: (typeof HOOKS)[N] extends { readonly options: object } ? N : never;
}[keyof typeof HOOKS];

type Schemas<N extends TriggerName> = (typeof HOOKS)[N]['options'];

type OptionsOf<N extends TriggerName> = {
  readonly [O in keyof Schemas<N>]: Schemas<N>[O] extends () => infer S
    ? S extends $ZodType
      ? output<S>
      : never
    : never;
};

interface TriggerProps<N extends TriggerName> {
  readonly courier: IssuingCourier;
  readonly timeoutSeconds: number;
  /** Values that the row names; others are left out. */
  readonly options: OptionsOf<N>;
  /** Why there is no queue for what the function failed at, if its calls are not synchronous. */
  readonly noQueue?: string;
}

export function deployTrigger<N extends TriggerName>(
  scope: Construct,
  name: N,
  { courier, timeoutSeconds, options, noQueue }: TriggerProps<N>,
): CourierFunction {
  return new CourierFunction(scope, name, {
    ...courier.defaults,
    folder: 'hooks',
    description: HOOKS[name].description,
    timeoutSeconds,
    variables: variablesOf(HOOKS[name].options, options),
    ...(noQueue && { noQueue }),
  });
}

function variablesOf(
  schemas: Readonly<Record<string, () => $ZodType>>,
  options: Readonly<Record<string, unknown>>,
): Variables {
  const named = Object.entries(schemas).map(([name, schema]) => ({
    variable: [variableOf(name), toVariable(options[name])] as const,
    isShort: isShort(schema()),
  }));
  const those = (short: boolean) =>
    Object.fromEntries(named.filter((each) => each.isShort === short).map(({ variable }) => variable));
  return { inEnvironment: those(true), bundled: those(false) };
}
