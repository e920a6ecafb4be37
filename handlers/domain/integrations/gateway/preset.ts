/**
 * A preset: what a system sends when it wants a code delivered, as data. One mapper, gateway-hook.ts, reads all of them.
 */
import type { ExpiryUnit } from '../../../contract/settings/gateway.ts';
import type { Channel } from '../../../contract/vocabulary.ts';
import type { HookModule } from '../hook.ts';

/** Members of the body, such as `payload.user.id`; the first that is there counts. */
export type Paths = readonly string[];

export interface GatewayPreset {
  /** How a call proves who makes it. */
  readonly proof: Pick<HookModule, 'authenticate' | 'doubt'>;
  /** A destination with an `@` is an address, any other a number. */
  readonly channels: readonly Channel[];
  readonly destination: Paths;
  /**
   * `international`: the country code always comes first, with or without its plus. `as-typed`: as the person or an
   * administrator wrote it, so that a number without a plus is a national one, if `defaultCountry` is set.
   */
  readonly numbers: 'international' | 'as-typed';
  readonly code: Paths;
  /** The system's own text, which is a code only if its owner made the code all that the text says. */
  readonly text?: Paths;
  /**
   * How the system says that a message has no code, so that there is nothing to do. Otherwise that is an error, because
   * the system would take a message for sent that nobody gets.
   */
  readonly codeless?: 'absent' | 'null';
  /** Where it says that the code is to be spoken, unless it is one of these values, in lower case. */
  readonly written?: { readonly paths: Paths; readonly values: readonly string[] };
  readonly user?: Paths;
  readonly purpose?: Paths;
  readonly locale?: Paths;
  readonly expiry?: { readonly paths: Paths; readonly unit: ExpiryUnit };
  /** `person` is waiting, and may see the answer. `queue`: whatever is not 2xx is sent again, several times. */
  readonly answers: 'person' | 'queue';
}
