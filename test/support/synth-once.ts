/** Synthesises the stack once for all tests that run the whole of it; see `startCourier`. */
import { synthesise } from '../../local/synthesise.ts';

export const ASSEMBLY = 'cdk.out.test';

export default async function synthOnce(): Promise<void> {
  await synthesise({ output: ASSEMBLY, context: [] });
}
