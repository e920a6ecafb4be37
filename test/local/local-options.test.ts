import { describe, expect, it } from '@jest/globals';
import { OptionError, readOptions } from '../../local/local-options.ts';

describe('the options of npm start', () => {
  it('have defaults', () => {
    expect(readOptions([], {})).toEqual({
      isHelp: false,
      showsLogs: false,
      context: [],
      output: 'cdk.out',
      engine: 'dynalite',
      ports: { page: 3000, aws: 4566, issuer: 3001 },
    });
  });

  it('take several settings of the context and ports from the environment', () => {
    const options = readOptions(
      ['--context', 'a=1', '--context', 'b=x=y', '--engine', 'dynalite', '--logs'],
      {
        PORT: '0',
        AWS_PORT: '',
        ISSUER_PORT: '65535',
      },
    );
    expect(options).toMatchObject({
      context: ['a=1', 'b=x=y'],
      engine: 'dynalite',
      showsLogs: true,
      ports: { page: 0, aws: 4566, issuer: 65_535 },
    });
  });

  it.each([
    [['--context', 'a'], {}, '--context takes key=value, not a.'],
    [['--engine', 'sqlite'], {}, '--engine must be one of auto, dynamodb-local, dynalite.'],
    [['--colour'], {}, '--colour'],
    [[], { AWS_PORT: '65536' }, 'AWS_PORT must be a port from 0 to 65535.'],
    [[], { PORT: '3e3' }, 'PORT must be a port from 0 to 65535.'],
  ])('are refused by name: %j %j', (argv, environment, message) => {
    const read = () => readOptions(argv, environment);
    expect(read).toThrow(OptionError);
    expect(read).toThrow(message);
  });
});
