/** The part of the configuration that says how fast the API may be called, and by whom. */
import type { ConfigKey } from './fields.ts';
import { whole } from './fields.ts';

/** The firewall's rules count over this window. */
export const WINDOW_SECONDS = 300;

/** The limits that AWS WAF accepts. */
const LIMIT = { min: 10, max: 2_000_000_000 };

export const FIREWALL_KEYS = {
  requestsPerSecond: {
    field: whole(1, 10_000).default(100),
    text: "the stage's throttle; its burst is twice that",
  },
  requestsPerFiveMinutesPerCaller: {
    field: whole(LIMIT.min, LIMIT.max).optional(),
    defaultText: '300 × `requestsPerSecond`',
    text: "the firewall's limit for one access token",
  },
  requestsPerFiveMinutesPerAddress: {
    field: whole(LIMIT.min, LIMIT.max).default(3000),
    text: "the firewall's limit for requests without an access token from one address. With access tokens, an address is blocked only when it sends twice what the stage takes",
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
  /** From one address, whatever they carry. */
  readonly flood: number;
}

/**
 * One caller may use all that the stage lets through. An address that sends access tokens is an auth system or a
 * shared gateway of many people, so it is blocked only at twice that, of which the stage already refuses half. That
 * also stops requests with made-up tokens, a new one in each.
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
