/** Reads the synthesised templates for the infra tests. */
import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import type { TemplateName } from './deployments.ts';
import { templatesOf } from './deployments.ts';

export interface Synthesised {
  readonly main: Template;
  readonly edge: Template;
  readonly edgeLogs: Template;
  readonly names: { readonly main: string; readonly edge: string; readonly edgeLogs: string };
  /** The region of the main stack; the others are in us-east-1. */
  readonly region: string;
}

export function synthesised(name: TemplateName = 'default'): Synthesised {
  const { main, edge, edgeLogs, ...more } = JSON.parse(readFileSync(templatesOf(name), 'utf8'));
  return {
    main: Template.fromJSON(main),
    edge: Template.fromJSON(edge),
    edgeLogs: Template.fromJSON(edgeLogs),
    ...more,
  };
}

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no common type
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

/** The template's resources of a type, by logical id. */
export const resourcesOf = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.findResources(type) as Record<string, Resource>);

/** Every resource of a template. */
export const allResources = (template: Template): [string, Resource][] =>
  Object.entries((template.toJSON() as { Resources: Record<string, Resource> }).Resources);

/** Our own functions by their short names, without those of CDK's custom resources. */
export const ownFunctions = (template: Template): [string, Resource][] =>
  resourcesOf(template, 'AWS::Lambda::Function').flatMap(([, resource]): [string, Resource][] => {
    const path = resource.Metadata?.['aws:cdk:path'] ?? '';
    return /\/(issuing|endpoints|identity|rotation|email-feedback|events|canary|twilio-verify|hooks|second-factor|sms|email)\//.test(
      path,
    )
      ? [[path.split('/').at(-2) ?? '', resource]]
      : [];
  });
