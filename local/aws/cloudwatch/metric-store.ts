/**
 * Metrics: those that CloudWatch extracts from log lines in the Embedded Metric Format, and those of services.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

const MAX_SAMPLES = 100_000;

export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

export interface MetricStore {
  /** Stores the metrics of a line; a line in another format has none. */
  readLine(line: string): void;
  put(metric: MetricName, sample: Sample): void;
  /**
   * The stored samples of exactly this metric; other dimensions make another metric. Keeps 100,000 in total.
   */
  samples(metric: MetricName): readonly Sample[];
}

interface Directive {
  readonly Namespace?: unknown;
  readonly Dimensions?: unknown;
  readonly Metrics?: unknown;
}

/** An empty store. */
export function createMetricStore(): MetricStore {
  const kept: (Sample & { readonly key: string })[] = [];
  const keep = (...samples: typeof kept) => {
    kept.push(...samples);
    if (kept.length > MAX_SAMPLES) {
      kept.splice(0, kept.length - MAX_SAMPLES);
    }
  };
  return {
    readLine(line) {
      if (line.startsWith('{') && line.includes('"_aws"')) {
        keep(...samplesIn(line));
      }
    },
    put: (metric, sample) => keep({ ...sample, key: keyOf(metric) }),
    samples(metric) {
      const wanted = keyOf(metric);
      return kept.filter(({ key }) => key === wanted);
    },
  };
}

function samplesIn(line: string): (Sample & { key: string })[] {
  const members = parse(line);
  const { Timestamp, CloudWatchMetrics } = (members._aws ?? {}) as Record<string, unknown>;
  if (typeof Timestamp !== 'number') {
    return [];
  }
  return listOf<Directive>(CloudWatchMetrics).flatMap(({ Namespace, Dimensions, Metrics }) =>
    listOf<string[]>(Dimensions).flatMap((names) =>
      listOf<{ Name: string }>(Metrics).flatMap(({ Name }) => {
        const dimensions = Object.fromEntries(names.map((name) => [name, String(members[name])]));
        const key = keyOf({ namespace: String(Namespace), name: Name, dimensions });
        return [members[Name]]
          .flat()
          .flatMap((value) => (typeof value === 'number' ? [{ key, atMs: Timestamp, value }] : []));
      }),
    ),
  );
}

/** As on AWS, a truncated line has no metrics. */
function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}

const listOf = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? value : []);

/** The order of the dimensions does not matter. */
const keyOf = ({ namespace, name, dimensions }: MetricName): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);
