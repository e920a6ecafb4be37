/** Tells the pumping guard of a number whose code came back. */
import type { NumberMemory, PrefixTraffic } from './ports.ts';
import { isCounted, readReference } from './traffic-reference.ts';

interface Told {
  readonly traffic: Pick<PrefixTraffic, 'countConversion'>;
  readonly numbers: Pick<NumberMemory, 'noteVerified'>;
}

/** `reference` is the token's. Both writes are tried, whatever becomes of the other. @throws StoreUnavailable */
export async function noteReturn(
  reference: string,
  nowSeconds: number,
  { traffic, numbers }: Told,
): Promise<void> {
  const writes = await Promise.allSettled([
    numbers.noteVerified(readReference(reference).number, nowSeconds),
    ...(isCounted(reference) ? [traffic.countConversion(reference, nowSeconds)] : []),
  ]);
  const failed = writes.find((write) => write.status === 'rejected');
  if (failed) throw failed.reason;
}
