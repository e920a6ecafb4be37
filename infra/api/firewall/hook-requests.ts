/**
 * Tells calls of hooks from other requests. Their bodies hold what people wrote into a profile, HTML and URLs of the
 * calling system, which AWS's rules mistake for an attack, and a blocked call is a person without a code. A scope
 * applies to a whole rule group, so rules about headers and URIs leave them out too. The function checks who calls, and
 * how large the body is, before it reads anything.
 */
import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { HOOKS_PATH } from '../../../handlers/contract/hooks.ts';
import { STAGE_NAME } from '../rest-api.ts';

/** A path that only passes through the folder of hooks, by way of `..`, does not lead to one. */
export const NOT_A_HOOK: CfnWebACL.StatementProperty = {
  notStatement: {
    statement: {
      byteMatchStatement: {
        fieldToMatch: { uriPath: {} },
        positionalConstraint: 'STARTS_WITH',
        searchString: `/${STAGE_NAME}${HOOKS_PATH}`,
        textTransformations: [{ priority: 0, type: 'NORMALIZE_PATH' }],
      },
    },
  },
};
