/** The activity log, as it is deployed by default and where it is off. */
import { describe, expect, it } from '@jest/globals';
import { allResources, ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

const on = synthesised().main;
const off = synthesised('us-east-1').main;

/** Everything of a template that mentions the log: its table, functions, states, rights and route. */
const mentions = (template: typeof on) =>
  allResources(template)
    .filter(([, { Properties }]) =>
      /tablesactivity|note-the-outcome|Note the |search-activity/.test(JSON.stringify(Properties ?? {})),
    )
    .map(([id]) => id);

const environments = (template: typeof on, variable: string) =>
  ownFunctions(template).flatMap(([name, { Properties }]) =>
    Properties.Environment.Variables[variable] === undefined ? [] : [name],
  );

describe('the activity log', () => {
  it('is by default a table, two functions, a route, and a name in the environment of whoever writes', () => {
    expect(environments(on, 'ACTIVITY_TABLE').sort()).toEqual([
      'admit-request',
      'deliver-by-email',
      'deliver-by-sms',
      'note-the-outcome',
      'persist-token',
      'search-activity',
      'verify-token',
    ]);
    expect(mentions(on).length).toBeGreaterThan(10);
  });

  it('is nothing at all where it is off', () => {
    expect(mentions(off)).toEqual([]);
    expect(environments(off, 'ACTIVITY_TABLE')).toEqual([]);
    expect(resourcesOf(off, 'AWS::DynamoDB::Table')).toHaveLength(3);
    const paths = resourcesOf(off, 'AWS::ApiGateway::Resource').map(([, r]) => r.Properties.PathPart);
    expect(paths).toContain('audit');
    expect(paths).not.toContain('activity');
  });
});
