/** The synthesised templates, as tests of infra look at them. */
import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { type TemplateName, templatesOf } from './deployments.ts';

export interface Synthesised {
  readonly main: Template;
  readonly edge: Template;
  readonly edgeLogs: Template;
}

export function synthesised(name: TemplateName = 'default'): Synthesised {
  const { main, edge, edgeLogs } = JSON.parse(readFileSync(templatesOf(name), 'utf8'));
  return {
    main: Template.fromJSON(main),
    edge: Template.fromJSON(edge),
    edgeLogs: Template.fromJSON(edgeLogs),
  };
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
