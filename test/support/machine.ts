/**
 * Runs the synthesised state machine in the interpreter, with a function of the test's for every task.
 *
 * A task is scripted by a list of replies, one a call: a value, or an error to throw by its name.
 */
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { StateMachine } from 'aws-local-stepfunctions';
import type { Definition } from '../../workflows/states-language.ts';
import { resourcesOf, synthesised } from './synth.ts';

type Reply = unknown | Error;

export interface MachineRun {
  /** What the execution gave, or the error that it failed with. */
  readonly output?: unknown;
  readonly error?: string;
  /** `state` when it was entered, `state!Error` when a task's try failed, `state~` when it was retried. */
  readonly path: string[];
  readonly calls: { state: string; input: unknown }[];
}

/** The definition as CloudFormation would hand it to Step Functions, its references named by logical id. */
export function synthesisedDefinition(): Definition {
  const [machine] = resourcesOf(synthesised().main, 'AWS::StepFunctions::StateMachine');
  const parts: (string | { Ref?: string; 'Fn::GetAtt'?: string[] })[] =
    machine?.[1].Properties.DefinitionString['Fn::Join'][1];
  return JSON.parse(
    parts
      .map((part) => (typeof part === 'string' ? part : (part.Ref ?? part['Fn::GetAtt']?.[0] ?? '')))
      .join(''),
  );
}

/** A named error, as a Lambda step's error arrives in the machine. */
export function named(name: string): Error {
  return Object.assign(new Error('scripted'), { name });
}

/** Each definition's, made once: the interpreter validates a definition for as long as fifty executions take. */
const machines = new WeakMap<Definition, StateMachine>();

function machineOf(definition: Definition): StateMachine {
  const known = machines.get(definition);
  if (known) {
    return known;
  }
  const machine = new StateMachine(definition as unknown as StateMachineDefinition, {
    validationOptions: { checkArn: false },
  });
  machines.set(definition, machine);
  return machine;
}

export async function runMachine(
  definition: Definition,
  input: Record<string, unknown>,
  replies: Record<string, Reply[]>,
): Promise<MachineRun> {
  const calls: MachineRun['calls'] = [];
  const tasks = Object.entries(definition.States).filter(([, state]) => state.Type === 'Task');
  const handlers = Object.fromEntries(
    tasks.map(([name]) => [
      name,
      (taskInput: unknown) => {
        const made = calls.filter((call) => call.state === name).length;
        calls.push({ state: name, input: taskInput });
        const script = replies[name] ?? [];
        const reply = script[Math.min(made, script.length - 1)];
        if (reply instanceof Error) {
          throw reply;
        }
        return (reply ?? {}) as never;
      },
    ]),
  );
  const execution = machineOf(definition).run(input as never, {
    context: { Execution: { Id: 'arn:aws:states:eu-west-1:000000000000:express:m:n:the-id' } } as never,
    overrides: {
      taskResourceLocalHandlers: handlers,
      retryIntervalOverrides: Object.fromEntries(tasks.map(([name]) => [name, 0])),
    },
  });
  const path: string[] = [];
  const following = (async () => {
    for await (const event of execution.eventLogs) {
      if (event.type === 'StateEntered') {
        path.push(event.state.name);
      }
      if (event.type === 'StateFailed' && event.state.type === 'Task') {
        path.push(`${event.state.name}!${event.Error}`);
      }
      if (event.type === 'StateRetried') {
        path.push(`${event.state.name}~`);
      }
    }
  })();
  const result = await execution.result.then(
    (output) => ({ output }),
    (error: Error) => ({ error: (error.cause as Error | undefined)?.name ?? error.name }),
  );
  await following;
  return { ...result, path, calls };
}
