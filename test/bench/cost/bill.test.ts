import { describe, expect, it } from '@jest/globals';
import type { Line } from '../../../bench/cost/bill.ts';
import { billedMs, billOfAMillion, total } from '../../../bench/cost/bill.ts';
import { billOfAMonth } from '../../../bench/cost/monthly.ts';
import { pricesTable, tokensSentence } from '../../../bench/cost/price-tables.ts';
import { PRICES, REGIONS } from '../../../bench/cost/prices.ts';
import { READINGS } from '../../../bench/cost/readings.ts';
import { A_USAGE } from './a-usage.ts';

const asRows = (lines: readonly Line[]) =>
  lines.map(({ group, name, quantity, usd }) => [
    `${group}: ${name}`,
    Math.round(quantity * 1000) / 1000,
    Math.round(usd * 10_000) / 10_000,
  ]);

describe('the bill of a million codes', () => {
  it('has a line for each count: the count for a million codes, times the price', () => {
    expect(asRows(billOfAMillion(A_USAGE, 'us-east-1'))).toEqual([
      ['API Gateway: requests', 2_000_000, 7],
      ['WAF: requests', 2_000_000, 1.2],
      ['Step Functions: executions', 1_000_000, 1],
      // 15 + 10 ms in the step, 5 ms for a direct write, 6 ms between states: billed as 100 ms of 64 MB.
      ['Step Functions: time', 6_250, 0.1042],
      ['Lambda: invocations', 2_000_000, 0.4],
      // 15 ms of 2 GB.
      ['Lambda: time of admit-request', 30_000, 0.4],
      // 10 ms of work take 17.3 ms with 1,024 of 1,769 MB, and 50 ms are a wait for SNS: 68 ms of 1 GB.
      ['Lambda: time of verify-token', 68_000, 0.9067],
      ['DynamoDB: writes to tokens', 4_000_000, 2.5],
      ['DynamoDB: writes to tokens/issued-tokens', 1_000_000, 0.625],
      ['DynamoDB: reads of tokens', 1_500_000, 0.1875],
      // 3,740 bytes and ten times 26.
      ['Logs: machine', 4_000_000_000, 2],
      // A sixth of it.
      ['Logs: kept for a month, compressed', 666_666_666.667, 0.02],
      ['X-Ray: traces from issue-token on', 50_000, 0.25],
      ['KMS: kms Sign', 1_000_000, 15],
      // 700 bytes and twice 150.
      ['Data transfer: answers', 1_000_000_000, 0.09],
    ]);
  });

  it('is higher where units, requests and logs are', () => {
    const [here, there] = (['us-east-1', 'eu-central-1'] as const).map((region) =>
      total(billOfAMillion(A_USAGE, region)),
    );
    // Of requests 0.4, of five writes 0.6875, of 1.5 reads 0.0413, of 4 GB of logs 0.52, of keeping them 0.0016.
    expect((there ?? 0) - (here ?? 0)).toBeCloseTo(1.6504, 4);
  });
});

describe('the bill of a month', () => {
  it('has what the template has, and what warm functions read again every five minutes', () => {
    const resources = {
      'AWS::WAFv2::WebACL': 2,
      'rules of AWS::WAFv2::WebACL': 12,
      'AWS::DynamoDB::Table': 3,
      'AWS::Lambda::Function': 20,
    };
    expect(asRows(billOfAMonth(resources, A_USAGE, 'us-east-1'))).toEqual([
      ['WAF: web ACLs', 2, 10],
      ['WAF: their rules', 12, 12],
      ['CloudWatch: metrics of the service', 3, 0.9],
      ['CloudWatch: metrics of two methods', 10, 3],
      ['Secrets Manager: reads by one warm environment a function', 17_520, 0.0876],
      ['KMS: requests for secrets and tables', 43_800, 0.1314],
    ]);
  });
});

describe('what Lambda bills', () => {
  it('is a whole millisecond at least, and work takes longer with less than one vCPU', () => {
    const use = { invocations: 2, waits: { dynamodb: 2 }, ownMs: 1.2 };
    expect(billedMs({ ...use, memoryMb: 1769 })).toBe(7);
    expect(billedMs({ ...use, memoryMb: 885 })).toBe(8);
    expect(billedMs({ ...use, memoryMb: 1769, waits: { other: 2 } })).toBe(22);
  });
});

describe('prices', () => {
  it.each(Object.entries(PRICES))('%s has a page and a price in each region', (_, price) => {
    expect(price.url).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/pricing\//);
    expect(REGIONS.map((region) => price.usd[region]).filter((usd) => usd > 0)).toHaveLength(REGIONS.length);
  });

  it.each(Object.entries(READINGS))(
    '%s was read on a day and at a place that are known, or is from memory',
    (_, read) => {
      for (const { on, url } of Object.values(read).filter((reading) => reading !== undefined)) {
        expect(on).toMatch(/^202[56]-\d\d-\d\d$/);
        expect(URL.canParse(url)).toBe(true);
      }
    },
  );

  it('say which region was read where, and which is from memory', () => {
    const row = pricesTable()
      .split('\n')
      .find((each) => each.includes('[request to a REST API]'));
    expect(row?.replaceAll(/\(https:[^)]*\)/g, '')).toBe(
      '| [request to a REST API] | 1,000,000 | 3.5 | 3.5 | 3.5 | 3.7 | us-east-1 [2026-10-01]; eu-west-1 [2026-10-02]; eu-central-1 [2026-08-12] | us-west-2 |',
    );
  });

  it('include what access tokens cost a system that fetches one every hour', () => {
    expect(tokensSentence('us-east-1')).toBe(
      'A system that fetches an access token every hour needs 720 in 30 days. At 2.25 USD for 1,000, that is 1.62 USD for each such system.',
    );
  });
});
