/** The body of a gateway's call: JSON, or a form where the call says so. */
import * as z from 'zod/mini';
import type { Decision } from '../../decision.ts';
import { accept } from '../../decision.ts';
import type { HookCall } from '../hook.ts';
import { readJson } from '../read-json.ts';
import type { Paths } from './preset.ts';

export type Body = Readonly<Record<string, unknown>>;

const members = z.record(z.string(), z.unknown());

/** JSON as any other type as well: Auth0's Action has it sent as text/plain, because it names none. */
export function readBody({ headers, rawBody }: HookCall): Decision<Body> {
  return /^application\/x-www-form-urlencoded\b/i.test((headers['content-type'] ?? '').trim())
    ? accept(Object.fromEntries(new URLSearchParams(rawBody)))
    : readJson(rawBody, members);
}

/** The first member that is neither absent, nor null, nor empty. */
export const memberOf = (body: Body, paths: Paths = []): unknown =>
  paths.map((path) => at(body, path)).find((value) => value !== undefined && value !== null && value !== '');

/** Whether one of the members is there and null. */
export const isNull = (body: Body, paths: Paths): boolean => paths.some((path) => at(body, path) === null);

const at = (body: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      body,
    );
