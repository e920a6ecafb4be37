/**
 * Runs the synthesised state machine in the interpreter, with a scripted function for every task.
 *
 * A task's script is a list with one reply per call: a value, or an error to throw. The last reply repeats.
 */
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { StateMachine } from 'aws-local-stepfunctions';
import type { Definition } from '../../workflows/states-language.ts';
import { resourcesOf, synthesised } from './synth.ts';

type Reply = unknown | Error;

export interface MachineRun {
  /** The output of the execution, or the name of the error that it failed with. */
  readonly output?: unknown;
  readonly error?: string;
  /** `state` for a state entered, `state!Error` for a failed attempt of a task, `state~` for a retry. */
  readonly path: string[];
  readonly calls: { state: string; input: unknown }[];
}

/**
 * The definition as CloudFormation would pass it to Step Functions, with logical ids in place of references.
 */
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

/** An error with a name, as a Lambda step's error reaches the machine. */
export function named(name: string): Error {
  return Object.assign(new Error('scripted'), { name });
}

/** One machine per definition: its validation takes the interpreter as long as fifty executions. */
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
