/** A cloud assembly (`cdk.out`): the stacks of a deployment as they were synthesised, in order. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION_OUTPUT } from '../config/deployment.ts';
import type { StackTemplate } from './deployed-stack.ts';

export interface SynthesisedStack {
  readonly name: string;
  readonly region: string;
  readonly template: StackTemplate;
}

export interface Assembly {
  readonly folder: string;
  readonly stacks: readonly SynthesisedStack[];
  /** The one with the service, and its version; undefined before stacks had an output for it. */
  readonly main: SynthesisedStack;
  readonly version: string | undefined;
}

interface Manifest {
  readonly artifacts?: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly environment?: string;
        readonly properties?: { readonly templateFile?: string; readonly stackName?: string };
      }
    >
  >;
}

/** @throws when the folder is no assembly of Token Courier */
export function readAssembly(folder: string): Assembly {
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) {
    throw new Error(`${folder} is no cloud assembly: it has no manifest.json.`);
  }
  const { artifacts = {} } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const stacks = Object.entries(artifacts).flatMap(([id, { type, environment = '', properties = {} }]) =>
    type === 'aws:cloudformation:stack'
      ? [
          {
            name: properties.stackName ?? id,
            region: environment.split('/').at(-1) ?? '',
            template: JSON.parse(readFileSync(join(folder, properties.templateFile ?? ''), 'utf8')),
          } satisfies SynthesisedStack,
        ]
      : [],
  );
  const main = stacks.find(({ template }) => hasMachine(template));
  if (main === undefined) {
    throw new Error(`${folder} has no stack of Token Courier.`);
  }
  return { folder, stacks, main, version: versionIn(main.template) };
}

/** The version that a template deploys. */
export function versionIn({ Outputs = {} }: StackTemplate): string | undefined {
  const version = Outputs[VERSION_OUTPUT]?.Value;
  return typeof version === 'string' ? version : undefined;
}

const hasMachine = ({ Resources }: StackTemplate): boolean =>
  Object.values(Resources).some(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
