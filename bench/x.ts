import { readFileSync, writeFileSync } from 'node:fs';
import { FEATURES, RETURNING } from './cost/features.ts';
import { measure } from './cost/measure.ts';
const names = [RETURNING, ...Object.keys(FEATURES).filter((n) => /delivery status|events/.test(n))];
for (const name of names) {
  const m = await measure({ codes: 100, context: FEATURES[name] ?? [], areReturning: name === RETURNING, onProgress: (t) => console.log(name, t) });
  const file = JSON.parse(readFileSync('bench/cost/measured.json', 'utf8'));
  const { ['people who verified within a day']: _, ...features } = file.features;
  features[name] = m;
  const order = [RETURNING, ...Object.keys(FEATURES)];
  file.features = Object.fromEntries(order.filter((n) => features[n]).map((n) => [n, features[n]]));
  writeFileSync('bench/cost/measured.json', `${JSON.stringify(file, null, 2)}\n`);
}
