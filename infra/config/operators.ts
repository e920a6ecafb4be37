/** The part of the configuration that is about operators: what they may see, and what is kept of what they do. */
import { OPERATOR_SETTINGS } from '../../handlers/contract/settings/operators.ts';
import type { ConfigKey } from './fields.ts';
import { flag, whole } from './fields.ts';
import { retentionDays } from './log-retention.ts';

export const OPERATOR_KEYS = {
  /** Absent: as `revealsByDefault` says. */
  reveal: { ...OPERATOR_SETTINGS.reveal, field: flag.optional() },
  auditRetentionDays: { field: retentionDays(365), text: 'the same as `logRetentionDays` for the audit log' },
  idleSignOutMinutes: {
    field: whole(2, 60).default(15),
    text: '{bounds}: minutes without use after which the page signs out; it warns a minute before',
  },
} satisfies Record<string, ConfigKey>;

/** In production, nobody sees codes unless the owner says so. */
export const revealsByDefault = ({ production }: { readonly production: boolean }): boolean => !production;
