/** The requests that X-Ray traces: the decision is made where a trace begins, and the rest follows it. */
import type { Resource, Stack } from '../../local/cloudformation/load-stack.ts';
import type { CallCounts } from './count-calls.ts';

const MACHINE_TYPE = 'AWS::StepFunctions::StateMachine';
const FUNCTION_TYPE = 'AWS::Lambda::Function';
const RULE_TYPE = 'AWS::XRay::SamplingRule';

/**
 * Without a rule, X-Ray traces one request a second and 5 % of the others. A million codes in a month are less
 * than one request a second, so all of them. Lambda's own decisions follow no rule.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
 */
export function countTraces(
  stack: Stack,
  { executions, functions }: Pick<CallCounts, 'executions' | 'functions'>,
): Record<string, number> {
  const all = [...stack.resources.values()];
  const machine = all.find(({ type }) => type === MACHINE_TYPE);
  const ofMachine = JSON.stringify(machine?.properties.DefinitionString ?? '');
  const begun = all.filter(
    ({ type, arn = '', shortName, properties }) =>
      type === FUNCTION_TYPE &&
      shortName in functions &&
      !ofMachine.includes(arn) &&
      modeOf(properties) === 'Active',
  );
  return {
    ...(machine && isTraced(machine) ? { [machine.shortName]: executions * sampledShare(all) } : {}),
    ...Object.fromEntries(begun.map(({ shortName }) => [shortName, functions[shortName]?.invocations ?? 0])),
  };
}

const isTraced = ({ properties }: Resource): boolean =>
  (properties.TracingConfiguration as { Enabled?: boolean } | undefined)?.Enabled === true;

const modeOf = (properties: Resource['properties']): string | undefined =>
  (properties.TracingConfig as { Mode?: string } | undefined)?.Mode;

function sampledShare(resources: readonly Resource[]): number {
  const [rule] = resources.filter(({ type }) => type === RULE_TYPE);
  const { FixedRate = 1, ReservoirSize = 1 } = (rule?.properties.SamplingRule ?? {}) as {
    FixedRate?: number;
    ReservoirSize?: number;
  };
  return ReservoirSize > 0 ? 1 : FixedRate;
}
