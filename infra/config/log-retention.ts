/** How long logs are kept: the retentions that CloudWatch Logs accepts, in days. */
import { z } from 'zod';

export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653,
];

export const retentionDays = (byDefault: number) =>
  z.coerce
    .number()
    .refine((days) => RETENTION_DAYS.includes(days), `must be one of ${RETENTION_DAYS.join(', ')}`)
    .default(byDefault);
