import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CHANNELS } from '../../../handlers/contract/vocabulary.ts';
import { routeOf } from '../../../handlers/domain/delivery-route.ts';
import { anEmailLeg, aTextLeg } from '../fixtures.ts';

const sources = ['handlers', 'workflows', 'infra', 'web/src'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx|vtl)$/.test(file))
    .map((file) => join(folder, file)),
);

/** A comparison with a channel's name, on either side, or a `case` of one. */
const ASKS_WHICH = new RegExp(
  ['[!=]==?\\s*NAME', 'NAME\\s*[!=]==?', 'case\\s+NAME']
    .join('|')
    .replaceAll('NAME', `['"](?:${CHANNELS.join('|')})['"]`),
);

describe('a channel', () => {
  it('is compared by name only in its own module', () => {
    const asking = sources
      .filter((file) => !file.startsWith(join('handlers', 'channels')))
      .filter((file) => ASKS_WHICH.test(readFileSync(file, 'utf8')));
    expect(sources.length).toBeGreaterThan(100);
    expect(asking).toEqual([]);
  });

  it.each(["channel === 'sms'", "'email' !== channel", 'if (leg.channel=="sms")', "case 'email':"])(
    'would be found where it is compared: %s',
    (code) => expect(code).toMatch(ASKS_WHICH),
  );
});

describe('a route', () => {
  it('has at most two legs, the first ones, however many channels reach a person', () => {
    const legs = [aTextLeg(), anEmailLeg(), aTextLeg({ address: '+919876543299' })];
    expect(routeOf(legs)).toEqual(legs.slice(0, 2));
    expect(routeOf([anEmailLeg()])).toEqual([anEmailLeg()]);
    expect(routeOf([])).toBeUndefined();
  });
});
