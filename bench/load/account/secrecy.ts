/** Logs: no code, number or address that occurred in the run is in any line of a function. */
import type { Evidence } from '../evidence.ts';
import { codeIn } from '../evidence.ts';
import type { Finding } from './finding.ts';
import { tally } from './finding.ts';

/** Six digits occur in times and ids by chance; codes and numbers of this length do not. */
const TELLING_LENGTH = 10;
const RUNS = /[0-9A-Za-z]{10,}/g;

export function accountForLogs({ lines, messages, people, brought }: Evidence): Finding {
  const found = tally('log lines without a code, a number or an address');
  found.count(lines.length);
  const codes = [...messages.flatMap((message) => codeIn(message) ?? []), ...brought];
  const destinations = people.flatMap((person) => person.destinations);
  const secrets = new Set(
    [...codes, ...destinations.filter((to) => to.startsWith('+'))]
      .map((secret) => secret.replaceAll(/[+-]/g, ''))
      .filter(({ length }) => length >= TELLING_LENGTH),
  );
  const lengths = [...new Set([...secrets].map(({ length }) => length))];
  const addresses = destinations.filter((to) => to.includes('@'));
  if (secrets.size === 0) {
    found.lose('the run had nothing to look for');
  }
  for (const { function: name, line } of lines) {
    const isIn = (run: string): boolean =>
      lengths.some((length) => {
        for (let at = 0; at + length <= run.length; at += 1) {
          if (secrets.has(run.slice(at, at + length))) {
            return true;
          }
        }
        return false;
      });
    // A code may be written in groups.
    const joined = line.match(/[0-9A-Z]+(?:-[0-9A-Z]+)+/g)?.map((group) => group.replaceAll('-', '')) ?? [];
    if ([...(line.match(RUNS) ?? []), ...joined].some(isIn)) {
      found.lose(`${name} logged a code or a number`);
    }
    if (line.includes('@') && addresses.some((address) => line.includes(address))) {
      found.lose(`${name} logged an address`);
    }
  }
  return found.finding();
}
