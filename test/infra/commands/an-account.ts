/** An account with stacks, as far as the commands ask CloudFormation about it. */
import {
  CloudFormationClient,
  CloudFormationServiceException,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import type { StackTemplate } from '../../../infra/commands/deployed-stack.ts';

interface PresentStack {
  template: StackTemplate;
  status?: string;
  outputs?: Readonly<Record<string, string>>;
}

export class Account {
  readonly stacks = new Map<string, PresentStack>();
  readonly deleted: string[] = [];
  readonly mock = mockClient(CloudFormationClient);
  readonly idOf = idOf;
  readonly clientFor = (region: string): CloudFormationClient => new CloudFormationClient({ region });

  constructor() {
    this.mock.on(DescribeStacksCommand).callsFake(({ StackName }) => {
      const name = nameIn(StackName);
      const stack = this.stacks.get(name);
      if (stack === undefined && this.deleted.includes(name) && StackName !== name) {
        return { Stacks: [{ StackName: name, StackId: StackName, StackStatus: 'DELETE_COMPLETE' }] };
      }
      if (stack === undefined) {
        throw missing(StackName);
      }
      const { outputs = {}, status = 'UPDATE_COMPLETE' } = stack;
      return {
        Stacks: [
          {
            StackName: name,
            StackId: idOf(name),
            StackStatus: status,
            Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
          },
        ],
      };
    });
    const templates = new Map<string, StackTemplate>();
    const templateOf = (name: string) => {
      const template = this.stacks.get(name)?.template;
      if (template !== undefined) {
        templates.set(name, template);
      }
      return templates.get(name) ?? { Resources: {} };
    };
    this.mock.on(GetTemplateCommand).callsFake(({ StackName }) => ({
      TemplateBody: JSON.stringify(templateOf(nameIn(StackName))),
    }));
    this.mock.on(ListStackResourcesCommand).callsFake(({ StackName, NextToken }) => {
      // Two pages, so that whoever reads only the first is found out.
      const all = Object.entries(templateOf(nameIn(StackName)).Resources);
      const half = Math.ceil(all.length / 2);
      const page = NextToken === undefined ? all.slice(0, half) : all.slice(half);
      return {
        StackResourceSummaries: page.map(([LogicalResourceId, { Type }]) => ({
          LogicalResourceId,
          PhysicalResourceId: `physical-${LogicalResourceId}`,
          ResourceType: Type,
          ResourceStatus: 'CREATE_COMPLETE',
        })),
        ...(NextToken === undefined ? { NextToken: '2' } : {}),
      };
    });
    this.mock.on(DeleteStackCommand).callsFake(({ StackName }) => {
      const name = nameIn(StackName);
      templateOf(name);
      this.stacks.delete(name);
      this.deleted.push(name);
      return {};
    });
    this.mock.on(ListStacksCommand).callsFake(() => ({
      StackSummaries: this.deleted.map((name) => ({ StackName: name, StackId: idOf(name) })),
    }));
  }
}

const idOf = (name: string): string => `arn:aws:cloudformation:eu-central-1:000000000000:stack/${name}/1`;

const nameIn = (nameOrId: string): string => nameOrId.split('/')[1] ?? nameOrId;

/** As CloudFormation words it. */
const missing = (name: string) =>
  new CloudFormationServiceException({
    name: 'ValidationError',
    message: `Stack with id ${name} does not exist`,
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  });

/** A terminal that answers every question alike and remembers what was written. */
export function aTerminal(answer = 'yes') {
  const lines: string[] = [];
  const questions: string[] = [];
  return {
    lines,
    questions,
    write: (line: string) => {
      lines.push(line);
    },
    ask: async (question: string) => {
      questions.push(question);
      return answer;
    },
    text: () => lines.join('\n'),
  };
}
