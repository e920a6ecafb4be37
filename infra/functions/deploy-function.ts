/** Deploys a function: its row in contract/functions.ts defines its environment and its role. */
import type { Construct } from 'constructs';
import type { FunctionPart, FunctionRow } from '../../handlers/contract/function.ts';
import type { EntryFolder } from '../../handlers/contract/functions.ts';
import { FUNCTIONS } from '../../handlers/contract/functions.ts';
import { allowPart } from './allow-part.ts';
import type { CourierFunctionProps } from './courier-function.ts';
import { CourierFunction } from './courier-function.ts';
import type { Deployment } from './deployment.ts';
import { variablesOf } from './environment.ts';

export function deployFunction<F extends EntryFolder>(
  scope: Construct,
  folder: F,
  name: keyof (typeof FUNCTIONS)[F] & string,
  {
    deployment,
    ...props
  }: { readonly deployment: Deployment } & Pick<
    CourierFunctionProps,
    'beginsTraces' | 'deadLetterQueue' | 'memoryMb' | 'noQueue' | 'reservedConcurrency' | 'timeoutSeconds'
  >,
): CourierFunction {
  const row = FUNCTIONS[folder][name] as FunctionRow;
  const fn = new CourierFunction(scope, name, {
    ...deployment.defaults,
    folder,
    description: row.description,
    ...props,
    tellsEvents: deployment.config.events && row.tells !== undefined,
    variables: variablesOf(row, deployment),
  });
  allowPart(fn.role, row, deployment);
  return fn;
}

/**
 * Gives a function more than its row does.
 * @throws when the part has a structured setting: those are in the bundle, which is already built
 */
export function extendFunction(fn: CourierFunction, part: FunctionPart, deployment: Deployment): void {
  const { inEnvironment, bundled } = variablesOf(part, deployment);
  if (Object.keys(bundled).length > 0) {
    throw new Error(`${fn.node.id} is already bundled, without ${Object.keys(bundled)}`);
  }
  for (const [name, value] of Object.entries(inEnvironment)) {
    fn.addEnvironment(name, value);
  }
  allowPart(fn.role, part, deployment);
}
