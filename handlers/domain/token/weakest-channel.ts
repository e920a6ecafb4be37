/** What a verification proves: no more than the weakest channel that the code was ever handed to. */
import type { Channel } from '../../contract/vocabulary.ts';
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import type { TokenRecord } from './token-store.ts';

/** Anyone who can read the weakest channel has the code, wherever else it went. */
export const weakestChannel = ({
  channel,
  channels = [],
}: Pick<TokenRecord, 'channel' | 'channels'>): Channel =>
  [channel, ...channels].reduce((weakest, each) =>
    CHANNEL_FACTS[each].strength < CHANNEL_FACTS[weakest].strength ? each : weakest,
  );
