import { describe, expect, it } from '@jest/globals';
import type { Channel } from '../../../handlers/contract/vocabulary.ts';
import { CHANNELS } from '../../../handlers/contract/vocabulary.ts';
import type { IssueTokenResources } from '../../../workflows/issue-token.ts';
import { issueTokenDefinition } from '../../../workflows/issue-token.ts';
import { workflowDefinition } from '../../../workflows/picture/workflow-definition.ts';
import { synthesisedDefinition } from '../../support/machine.ts';

const deployed = synthesisedDefinition();
/** Its logical id begins with the step's name, without the hyphens. */
const functions = new Map(
  Object.values(deployed.States).flatMap((state) =>
    state.Type === 'Task' && state.Resource.includes('deliverbysms')
      ? [[state.Resource, 'deliver-by-sms'] as const]
      : [],
  ),
);
const { start_at, states } = workflowDefinition(deployed, functions);
const stateOf = (name: string) => states.find((state) => state.name === name);

describe('the definition that is deployed with the page', () => {
  it('has every state of the deployed state machine, in order', () => {
    expect(start_at).toBe('Admit request');
    expect(states.map(({ name }) => name)).toEqual(Object.keys(deployed.States));
  });

  it('leads only to existing states, and reaches every one', () => {
    const targets = states.flatMap(({ edges }) => edges.map(({ to }) => to));
    expect(targets.filter((to) => stateOf(to) === undefined)).toEqual([]);
    const unreached = states.filter(({ name }) => name !== start_at && !targets.includes(name));
    expect(unreached).toEqual([]);
  });

  it('describes a task with its retries and each of its edges once', () => {
    expect(stateOf('Deliver by SMS')).toEqual({
      name: 'Deliver by SMS',
      type: 'Task',
      comment: 'Opens the sealed token and sends it. Repeated only if it certainly did not run.',
      calls: { service: 'lambda', name: 'deliver-by-sms' },
      timeout_seconds: 4,
      max_retries: 1,
      edges: [
        { to: 'Record delivery', kind: 'next' },
        { to: 'Presume the SMS is sent', kind: 'catch', label: 'timed out' },
        { to: 'Take the next channel', kind: 'catch' },
      ],
    });
  });

  it('describes a choice with its default, and a failure with its error', () => {
    expect(stateOf('Is it admitted?')?.edges).toEqual([
      { to: 'Answer: request refused', kind: 'choice', label: 'rejected' },
      { to: 'Answer: the first answer again', kind: 'choice', label: 'replayed' },
      { to: 'Take the living token', kind: 'choice', label: 'resend' },
      { to: 'Generate token', kind: 'default' },
    ]);
    expect(stateOf('Delivery failed')).toMatchObject({ type: 'Fail', error: 'DeliveryFailed', edges: [] });
  });

  it('names an action of DynamoDB', () => {
    expect(stateOf('Revoke token')?.calls).toEqual({ service: 'dynamodb', name: 'UpdateItem' });
  });

  it('says of every state that is entered what it does', () => {
    const mute = states.filter(({ type, comment }) => type !== 'Fail' && comment === undefined);
    expect(mute.map(({ name }) => name)).toEqual([]);
  });

  it('holds no ARN, no path of the data, and no physical name, because everybody can read it', () => {
    const everything = JSON.stringify(workflowDefinition(deployed));
    expect(everything).not.toMatch(/arn:|\$\./i);
    expect(everything).not.toMatch(/[A-Z0-9]{8}/);
  });
});

describe('the state machine', () => {
  it('calls DynamoDB in its own partition', () => {
    const names = ['admitRequest', 'generateToken', 'persistToken', 'takeBackTheSend'];
    const functions = Object.fromEntries(names.map((name) => [name, name])) as unknown as IssueTokenResources;
    const { States } = issueTokenDefinition({
      ...functions,
      deliver: Object.fromEntries(CHANNELS.map((channel) => [channel, channel])) as Record<Channel, string>,
      partition: 'aws-cn',
      tokensTable: 'tokens',
      limitsTable: 'limits',
    });
    const calls = JSON.stringify(States).match(/arn:[^"]*:states:::[^"]*/g);
    expect(new Set(calls)).toEqual(
      new Set(['arn:aws-cn:states:::dynamodb:updateItem', 'arn:aws-cn:states:::dynamodb:deleteItem']),
    );
  });
});
