/** The part of the configuration that is about operators: what they may see, and what is kept of what they do. */
import { z } from 'zod';
import { retentionDays } from './log-retention.ts';

/** The command line (`-c key=true`) gives text. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')], {
  error: 'must be true or false',
});

export const OPERATOR_FIELDS = {
  /** Absent: as `revealsByDefault` says. */
  reveal: flag.optional(),
  auditRetentionDays: retentionDays(365),
  idleSignOutMinutes: z.coerce.number().int().min(2).max(60).default(15),
};

/** In production, nobody sees codes unless the owner says so. */
export const revealsByDefault = ({ production }: { readonly production: boolean }): boolean => !production;
