/**
 * Findings of cdk-nag that are accepted, each with its reason beside the resource. The tests run the packs over the
 * whole app, and refuse a finding without a reason and a reason without a finding.
 */
import { Stack, Token, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Reasons by the finding's id, such as `AwsSolutions-S1`. */
export type Findings = Readonly<Record<string, string>>;

/** Accepts findings on a construct and what is in it; returns the construct. */
export function acceptFindings<C extends IConstruct>(construct: C, findings: Findings): C {
  for (const [id, reason] of Object.entries(findings)) {
    Validations.of(construct).acknowledge({ id, reason });
  }
  return construct;
}

/** An ARN as findings name it, where account and partition are known at deployment only. */
export function arnInFinding(scope: IConstruct, arn: string): string {
  const { account, partition } = Stack.of(scope);
  const unknown = { '<AWS::AccountId>': account, '<AWS::Partition>': partition };
  return Object.entries(unknown)
    .filter(([, value]) => Token.isUnresolved(value))
    .reduce((text, [name, value]) => text.replaceAll(value, name), arn);
}

/** One reason for the same finding of several packs. */
export const sameFor = (ids: readonly string[], reason: string): Findings =>
  Object.fromEntries(ids.map((id) => [id, reason]));

/** Findings on every role. */
export const ROLE_FINDINGS: Findings = {
  'NIST.800.53.R5-IAMNoInlinePolicy':
    'A policy belongs to the one role that it is made for; a managed policy invites reuse.',
};
