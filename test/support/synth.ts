/** Synthesises the stacks without bundling code or page: for tests that look at the template. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildStacks } from '../../infra/stacks/build-stacks.ts';

export interface Synthesised {
  readonly main: Template;
  readonly edge: Template;
}

const BASE = { region: 'eu-central-1', brandName: 'Example' };

/** `overrides` are configuration keys, as in the CDK context `tokenCourier`. */
export function synthesise(overrides: Record<string, unknown> = {}): Synthesised {
  const { main, edge } = buildStacks(
    new App({
      context: {
        tokenCourier: { ...BASE, ...overrides },
        'aws:cdk:bundling-stacks': [],
        'aws:cdk:enable-path-metadata': true,
      },
    }),
  );
  return { main: Template.fromStack(main), edge: Template.fromStack(edge) };
}

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no one type
  readonly Properties: any;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

/** The template's resources of a type, by logical id. */
export const resourcesOf = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.findResources(type) as Record<string, Resource>);

/** Our own functions by their short names: CDK's custom resources have functions too. */
export const ownFunctions = (template: Template): [string, Resource][] =>
  resourcesOf(template, 'AWS::Lambda::Function').flatMap(([, resource]): [string, Resource][] => {
    const path = resource.Metadata?.['aws:cdk:path'] ?? '';
    return /\/(issuing|endpoints)\//.test(path) ? [[path.split('/').at(-2) ?? '', resource]] : [];
  });
