/**
 * Findings of cdk-nag that are accepted, each with its reason beside the resource. The tests run the packs over the
 * whole app, and refuse a finding without a reason and a reason without a finding.
 */
import { Validations } from 'aws-cdk-lib';
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

/** One reason for the same finding of several packs. */
export const sameFor = (ids: readonly string[], reason: string): Findings =>
  Object.fromEntries(ids.map((id) => [id, reason]));

/** Findings on every role. */
export const ROLE_FINDINGS: Findings = {
  'NIST.800.53.R5-IAMNoInlinePolicy':
    'A policy belongs to the one role that it is made for; a managed policy invites reuse.',
};
