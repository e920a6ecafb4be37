/** Checks by third-party tools: cdk-nag, asl-validator and Redocly's linter. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import validateAsl from 'asl-validator';
import type { Definition } from '../../workflows/states-language.ts';
import { verdictsFile } from '../support/deployments.ts';
import type { Verdict } from '../support/judge-constructs.ts';
import { synthesisedDefinition } from '../support/machine.ts';

/** Recommended rules that are switched off. */
const RULES = {
  // Every deployment has its own host name; the document has the local one.
  'no-server-example.com': 'off',
  // The rule mistakes the `then` of a condition for a separate schema; its properties are next to it.
  'no-required-schema-properties-undefined': 'off',
} as const;

const verdicts: Record<'app' | 'sample', Verdict> = JSON.parse(readFileSync(verdictsFile(), 'utf8'));

describe('cdk-nag', () => {
  it('finds nothing in the app that lacks a reason at its resource', () => {
    expect(verdicts.app.findings).toEqual([]);
  });

  it('still needs every reason that is given', () => {
    expect(verdicts.app.stale).toEqual([]);
  });

  it('finds what is wrong with a bad sample, and the reason that no finding needs', () => {
    expect(verdicts.sample.findings).toContain('AwsSolutions-S10 Sample/open/Resource');
    expect(verdicts.sample.findings).not.toContain('AwsSolutions-S1 Sample/open/Resource');
    expect(verdicts.sample.stale).toEqual(['AwsSolutions-S99 Sample/open']);
  });
});

describe('asl-validator', () => {
  // The definition refers to functions by logical id, and the validator expects ARNs.
  const definition: Definition = JSON.parse(
    JSON.stringify(synthesisedDefinition()).replaceAll(
      /"Resource":"(?!arn:)(\w+)"/g,
      '"Resource":"arn:aws:lambda:eu-central-1:000000000000:function:$1"',
    ),
  );

  it('accepts the synthesised state machine', () => {
    expect(validateAsl(definition)).toMatchObject({ isValid: true, errors: [] });
  });

  it('refuses a transition to a missing state', () => {
    const broken = { ...definition, StartAt: 'Nowhere' };
    expect(validateAsl(broken).isValid).toBe(false);
  });
});

describe("Redocly's linter", () => {
  const source = readFileSync('docs/openapi.yaml', 'utf8');
  const lint = async (document: string) => {
    const config = await createConfig({ extends: ['recommended'], rules: RULES });
    const problems = await lintFromString({ source: document, absoluteRef: 'docs/openapi.yaml', config });
    return problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer} ${message}`);
  };

  it('finds no problem in the description of the API', async () => {
    expect(await lint(source)).toEqual([]);
  });

  it('reports what is wrong with a broken one', async () => {
    const worse = source.replace(/^ {6}operationId: .*$/m, '');
    expect(worse).not.toBe(source);
    expect(String(await lint(worse))).toContain('operation-operationId');
  });
});
