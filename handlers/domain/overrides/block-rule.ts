/**
 * A rule of the issue policy: no texts to numbers with a prefix that an operator blocked. Before anything is counted
 * or spent, and for every number: unlike the guard, an operator may have a reason that a verified number is none against.
 */
import { accept, refuseUntil } from '../decision.ts';
import { textLeg, withoutTexts } from '../delivery-route.ts';
import { refuseDestination } from '../destinations/destination-policy.ts';
import type { Rule } from '../issue-rule.ts';
import type { OverrideSource } from './overrides.ts';
import { ruleFor } from './overrides.ts';

export interface OverridePorts {
  readonly overrides: OverrideSource;
}

const DETAIL = 'An operator has stopped texts to numbers with this prefix for a time.';

/** Drops a blocked text, also where it is only a fallback; refuses when no other channel is left. */
export const blockRule: Rule<OverridePorts> = async (candidate, { overrides }) => {
  const { request, nowSeconds } = candidate;
  const text = textLeg(request);
  // A test destination is sent nothing.
  if (text === undefined || request.test_number !== '') {
    return accept(candidate);
  }
  const block = ruleFor(text.address, 'blocked', await overrides.current(), nowSeconds);
  if (block === undefined) {
    return accept(candidate);
  }
  const instead = withoutTexts(request);
  if (instead) {
    return accept({ ...candidate, request: instead });
  }
  return block.until === undefined
    ? refuseDestination('prefix')
    : refuseUntil('destination_paused', DETAIL, block.until - nowSeconds);
};
