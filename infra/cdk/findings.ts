/**
 * Accepted findings of cdk-nag, each with its reason next to the resource. The tests run the packs over the
 * whole app. They fail on a finding without a reason, and on a reason without a finding.
 */
import { Stack, Token, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Reasons by the finding's id, such as `AwsSolutions-S1`. */
export type Findings = Readonly<Record<string, string>>;

/** Accepts findings on a construct and everything in it; returns the construct. */
export function acceptFindings<C extends IConstruct>(construct: C, findings: Findings): C {
  for (const [id, reason] of Object.entries(findings)) {
    Validations.of(construct).acknowledge({ id, reason });
  }
  return construct;
}

/**
 * An ARN as findings spell it: with placeholders for an account and partition that are unknown until
 * deployment.
 */
export function arnInFinding(scope: IConstruct, arn: string): string {
  const { account, partition } = Stack.of(scope);
  const unknown = { '<AWS::AccountId>': account, '<AWS::Partition>': partition };
  return Object.entries(unknown)
    .filter(([, value]) => Token.isUnresolved(value))
    .reduce((text, [name, value]) => text.replaceAll(value, name), arn);
}

/** One reason for findings with several ids, such as the same finding of several packs. */
export const sameFor = (ids: readonly string[], reason: string): Findings =>
  Object.fromEntries(ids.map((id) => [id, reason]));

/** Findings that every role has. */
export const ROLE_FINDINGS: Findings = {
  'NIST.800.53.R5-IAMNoInlinePolicy': 'Each policy is written for one role; a managed policy invites reuse.',
};
