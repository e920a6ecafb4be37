/** The part of the configuration that limits the rate of API calls, in total, per caller and per address. */
import type { ConfigKey } from './fields.ts';
import { whole } from './fields.ts';

/** The window over which the firewall's rate rules count. */
export const WINDOW_SECONDS = 300;

/** The limits that AWS WAF accepts. */
const LIMIT = { min: 10, max: 2_000_000_000 };

export const FIREWALL_KEYS = {
  requestsPerSecond: {
    field: whole(1, 10_000).default(100),
    text: "the stage's throttle; its burst is twice that. Each [hook](integrations/README.md) has half of both",
  },
  requestsPerFiveMinutesPerCaller: {
    field: whole(LIMIT.min, LIMIT.max).optional(),
    defaultText: '300 × `requestsPerSecond`',
    text: "the firewall's limit for one access token",
  },
  requestsPerFiveMinutesPerAddress: {
    field: whole(LIMIT.min, LIMIT.max).default(3000),
    text: "the firewall's limit for requests without an access token from one address. An address that sends access tokens is blocked only at twice the stage's rate",
  },
} satisfies Record<string, ConfigKey>;

interface FirewallSettings {
  readonly requestsPerSecond: number;
  readonly requestsPerFiveMinutesPerCaller?: number | undefined;
  readonly requestsPerFiveMinutesPerAddress: number;
}

/** Requests in five minutes. */
export interface FirewallLimits {
  /** With one access token. */
  readonly perCaller: number;
  /** Without an access token, from one address. */
  readonly perAddress: number;
  /** From one address, with or without access tokens. */
  readonly flood: number;
}

/**
 * One caller may use the stage's whole rate. An address that sends access tokens is an auth system, or a
 * gateway that many people share. It is blocked only at twice that rate, of which the stage already throttles
 * half. This limit also stops requests that each carry a different made-up access token.
 */
export function firewallLimitsOf(settings: FirewallSettings): FirewallLimits {
  const stage = settings.requestsPerSecond * WINDOW_SECONDS;
  const perCaller = settings.requestsPerFiveMinutesPerCaller ?? stage;
  return {
    perCaller,
    perAddress: settings.requestsPerFiveMinutesPerAddress,
    flood: Math.min(2 * Math.max(stage, perCaller), LIMIT.max),
  };
}
