/** The services in the written document against those that the templates use. */
import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { SERVICES } from '../../docs/build/document/services.ts';
import type { TemplateName } from '../support/deployments.ts';
import { TEMPLATES } from '../support/deployments.ts';
import { allResources, synthesised } from '../support/synth.ts';

/** Namespaces that are no services: CloudFormation's own, and conditions of policies. */
const NO_SERVICE = ['CDK', 'aws'];

/** From the types of resources, and from the actions that roles and resources allow. */
function namespacesOf(name: TemplateName): Set<string> {
  const { main, edge, edgeLogs } = synthesised(name);
  const found = [main, edge, edgeLogs].flatMap((template: Template) =>
    allResources(template).flatMap(([, { Type, Properties }]) => [
      ...[...Type.matchAll(/^AWS::(\w+)::/g)].map(([, namespace = '']) => namespace),
      ...[...JSON.stringify(Properties ?? {}).matchAll(/"Action":(\[[^\]]*\]|"[^"]*")/g)].flatMap(
        ([, actions = '']) => [...actions.matchAll(/"([a-z0-9-]+):/g)].map(([, namespace = '']) => namespace),
      ),
    ]),
  );
  return new Set(found.filter((namespace) => !NO_SERVICE.includes(namespace)));
}

const all = new Map((Object.keys(TEMPLATES) as TemplateName[]).map((name) => [name, namespacesOf(name)]));
const used = [...new Set([...all.values()].flatMap((namespaces) => [...namespaces]))];
const byDefault = all.get('default') ?? new Set();

describe('the table of services', () => {
  it('has every service that a template uses, and every namespace belongs to one', () => {
    const named = SERVICES.flatMap(({ namespaces }) => namespaces);
    expect(used.filter((namespace) => !named.includes(namespace))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });

  it('has no service that no template uses', () => {
    const unused = SERVICES.filter(({ namespaces }) => !namespaces.some((each) => used.includes(each)));
    expect(unused.map(({ name }) => name)).toEqual([]);
  });

  it('says which services only a setting brings', () => {
    const inDefault = SERVICES.filter(({ namespaces }) => namespaces.some((each) => byDefault.has(each)));
    expect(inDefault).toEqual(SERVICES.filter(({ settings }) => settings === undefined));
  });
});
