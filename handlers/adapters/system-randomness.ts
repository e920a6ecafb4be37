/** The operating system's secure random numbers, through node:crypto. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Randomness } from '../domain/randomness.ts';

export const systemRandomness: Randomness = {
  integerBelow: (bound) => randomInt(bound),
  bytes: (count) => randomBytes(count),
  uuid: () => randomUUID(),
};
