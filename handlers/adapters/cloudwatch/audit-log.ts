/**
 * The audit log: a single stream in a separate log group.
 *
 * A single stream, because GetLogEvents can read a stream from its end, while a search of the group starts
 * with the oldest entry. A stream accepts parallel writes and has no per-stream rate limit.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
import {
  CloudWatchLogsClient,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { AUDIT_LOG_STREAM } from '../../contract/audit.ts';
import type { AuditEntry } from '../../contract/routes/audit.ts';
import type { AuditReader, AuditSearch, AuditWriter } from '../../domain/audit/audit-log.ts';
import { AuditUnavailable } from '../../domain/errors.ts';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';
import { isPassing, isServiceFault } from '../fault-kinds.ts';

/**
 * Reads per request. A page may be short or empty although more follow; a repeated nextToken marks the end.
 */
const MAX_ROUNDS = 5;
/** What GetLogEvents answers to an invalid token; the other parameters have been validated by then. */
const INVALID = 'InvalidParameterException';

/** Generous, because nothing is done without the entry. Two attempts fit into the 10 s of an endpoint. */
const TIMEOUT_MS = 2_400;

export const createAuditClient = (): CloudWatchLogsClient =>
  withoutErrorMessages(
    new CloudWatchLogsClient({
      ...CLIENT_SETTINGS,
      requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout: TIMEOUT_MS },
    }),
  );

export const cloudWatchAuditWriter = (client: CloudWatchLogsClient, logGroupName: string): AuditWriter => ({
  async write(entry) {
    const event = { timestamp: Date.parse(entry.at), message: JSON.stringify(entry) };
    const { rejectedLogEventsInfo } = await asked(() =>
      client.send(
        new PutLogEventsCommand({ logGroupName, logStreamName: AUDIT_LOG_STREAM, logEvents: [event] }),
      ),
    );
    // A 200 response, but the entry was rejected: the clock is off by hours.
    if (rejectedLogEventsInfo !== undefined) {
      throw new AuditUnavailable();
    }
  },
});

export const cloudWatchAuditReader = (client: CloudWatchLogsClient, logGroupName: string): AuditReader => ({
  async read({ limit, cursor, fromMs, untilMs }: AuditSearch) {
    const entries: AuditEntry[] = [];
    if (untilMs !== undefined && untilMs <= 0) {
      return { entries };
    }
    let nextToken = cursor;
    for (let round = 0; round < MAX_ROUNDS && entries.length < limit; round += 1) {
      const command = new GetLogEventsCommand({
        logGroupName,
        logStreamName: AUDIT_LOG_STREAM,
        startFromHead: false,
        limit: limit - entries.length,
        // Times before 1970 are refused.
        ...(fromMs === undefined ? {} : { startTime: Math.max(0, fromMs) }),
        ...(untilMs === undefined ? {} : { endTime: untilMs }),
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const page = await asked(() => client.send(command)).catch((error: unknown) => {
        if (cursor !== undefined && isServiceFault(error) && error.name === INVALID) {
          return undefined;
        }
        throw error;
      });
      if (page === undefined) {
        return undefined;
      }
      entries.push(...(page.events ?? []).toReversed().flatMap(({ message }) => readEntry(message)));
      const older = page.nextBackwardToken;
      if (older === undefined || older === nextToken) {
        return { entries };
      }
      nextToken = older;
    }
    return { entries, ...(nextToken === undefined ? {} : { next_cursor: nextToken }) };
  },
});

async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw isPassing(error) ? new AuditUnavailable({ cause: error }) : error;
  }
}

/** Empty for anything else: an administrator of the account can write to its logs too. */
function readEntry(message = ''): AuditEntry[] {
  try {
    const entry = JSON.parse(message) as Partial<AuditEntry> | null;
    const isEntry =
      typeof entry?.at === 'string' && typeof entry.action === 'string' && typeof entry.subject === 'string';
    return isEntry && typeof entry.actor?.sub === 'string' ? [entry as AuditEntry] : [];
  } catch {
    return [];
  }
}
