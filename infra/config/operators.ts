/**
 * The part of the configuration for operators: what they may see, and how long their actions stay in the
 * audit log.
 */
import { OPERATOR_SETTINGS } from '../../handlers/contract/settings/operators.ts';
import type { ConfigKey } from './fields.ts';
import { flag, whole } from './fields.ts';
import { retentionDays } from './log-retention.ts';

export const OPERATOR_KEYS = {
  /** When it is absent, `revealsByDefault` decides. */
  reveal: { ...OPERATOR_SETTINGS.reveal, field: flag.optional() },
  auditRetentionDays: {
    field: retentionDays(365),
    text: 'the same for the audit log',
    allowed: () => 'as for `logRetentionDays`',
  },
  idleSignOutMinutes: {
    field: whole(2, 60).default(15),
    text: 'minutes without use after which the page signs out; it warns a minute before',
  },
} satisfies Record<string, ConfigKey>;

/** In production, nobody sees codes unless the owner allows it. */
export const revealsByDefault = ({ production }: { readonly production: boolean }): boolean => !production;
