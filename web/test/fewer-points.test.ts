import { describe, expect, it } from '@jest/globals';
import type { MetricSeries } from '../../handlers/contract/routes/metrics.ts';
import { fewerPoints } from '../src/views/health/fewer-points.ts';

const SERIES: MetricSeries = {
  times: ['10:00', '10:01', '10:02', '10:03', '10:04'],
  issued: [1, 2, 3, 4, 5],
  delivered_sms: [1, 1, 1, 0, 0],
  delivered_email: [0, 0, 2, 0, 1],
  verified: [0, 1, 0, 1, 0],
  refused: [0, 0, 0, 0, 7],
  failures: [0, 0, 0, 0, 0],
  p50_ms: [100, 300, null, null, 50],
  p95_ms: [200, 400, null, null, 60],
};

describe('fewerPoints', () => {
  it('leaves a series that fits unchanged', () => {
    expect(fewerPoints(SERIES, 5)).toBe(SERIES);
  });

  it('adds up counts and keeps the longest times, also in an incomplete last group', () => {
    expect(fewerPoints(SERIES, 3)).toEqual({
      times: ['10:00', '10:02', '10:04'],
      issued: [3, 7, 5],
      delivered_sms: [2, 1, 0],
      delivered_email: [0, 2, 1],
      verified: [1, 1, 0],
      refused: [0, 0, 7],
      failures: [0, 0, 0],
      p50_ms: [300, null, 50],
      p95_ms: [400, null, 60],
    });
  });
});
