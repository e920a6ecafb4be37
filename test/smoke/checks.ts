/** Every check, in the order in which they run. */
import type { Check } from './check.ts';
import { ACCESS_CHECKS } from './checks/access.ts';
import { CONTACT_CHECKS } from './checks/contacts.ts';
import { EVERY_ANSWER_CHECKS } from './checks/every-answer.ts';
import { GATEWAY_CHECKS } from './checks/gateway.ts';
import { ISSUE_CHECKS } from './checks/issue.ts';
import { METRIC_CHECKS } from './checks/metrics.ts';
import { OPERATION_CHECKS } from './checks/operation.ts';
import { PAGE_CHECKS } from './checks/page.ts';
import { PAGE_CONFIG_CHECKS } from './checks/page-config.ts';
import { RECEIPT_CHECKS } from './checks/receipts.ts';
import { TLS_CHECKS } from './checks/tls.ts';

export const CHECKS: readonly Check[] = [
  ...ACCESS_CHECKS,
  ...GATEWAY_CHECKS,
  ...ISSUE_CHECKS,
  ...OPERATION_CHECKS,
  ...CONTACT_CHECKS,
  ...METRIC_CHECKS,
  ...RECEIPT_CHECKS,
  ...PAGE_CHECKS,
  ...PAGE_CONFIG_CHECKS,
  ...TLS_CHECKS,
  // Last, because they examine the responses of all others.
  ...EVERY_ANSWER_CHECKS,
];
