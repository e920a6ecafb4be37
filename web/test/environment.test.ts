import { describe, expect, it } from '@jest/globals';
import { environmentOf } from '../src/shell/environment.ts';

const DEPLOYED = { production: false, region: 'eu-central-1', account: '111122223333' };

describe('environmentOf', () => {
  it.each([
    [{ ...DEPLOYED }, 'other', ''],
    [{ ...DEPLOYED, environment: 'dev' }, 'other', 'dev'],
    [{ ...DEPLOYED, production: true }, 'production', 'production'],
    [{ ...DEPLOYED, production: true, environment: 'prod2' }, 'production', 'prod2'],
    [{ ...DEPLOYED, production: true, environment: 'eu' }, 'production', 'eu (production)'],
  ])('of %j is %s, named %j', (config, kind, name) => {
    expect(environmentOf(config)).toEqual({ kind, name, place: ['eu-central-1', '111122223333'] });
  });

  it('is this machine in the local runtime, whatever the stack is called', () => {
    const local = { ...DEPLOYED, production: true, local: true } as const;
    expect(environmentOf(local)).toEqual({ kind: 'local', name: 'this machine', place: [] });
  });
});
