import { describe, expect, it } from '@jest/globals';
import { OptionError, readOptions } from '../local-options.ts';

describe('the options of npm start', () => {
  it('have defaults', () => {
    expect(readOptions([], {})).toEqual({
      isHelp: false,
      showsLogs: false,
      context: [
        'alarmEmail=operators@example.com',
        'pumpingGuard=false',
        'clientGroups={"this-machine":["local","page"]}',
        'events=true',
        'deliveryStatus=fallback',
        'twilioVerify=true',
        'metricsBy=["country","client"]',
        'apiReference=true',
        'hooks={"supabase":{"sms":{},"email":{}},"okta":{},"gateway":{"authentik":{},"logto":{},"fusionauth":{},"descope":{},"auth0":{},"auth0-gateway":{},"keycloak":{},"kratos":{},"zitadel":{},"zitadel-email":{}}}',
      ],
      output: 'cdk.out',
      engine: 'dynalite',
      ports: { page: 4650, issuer: 4651, aws: 4652 },
    });
  });

  it('take several context settings, and ports from the environment', () => {
    const options = readOptions(
      ['--context', 'a=1', '--context', 'b=x=y', '--engine', 'dynalite', '--logs'],
      {
        PORT: '0',
        AWS_PORT: '',
        ISSUER_PORT: '65535',
      },
    );
    expect(options).toMatchObject({
      context: [
        'alarmEmail=operators@example.com',
        'pumpingGuard=false',
        'clientGroups={"this-machine":["local","page"]}',
        'events=true',
        'deliveryStatus=fallback',
        'twilioVerify=true',
        'metricsBy=["country","client"]',
        'apiReference=true',
        'hooks={"supabase":{"sms":{},"email":{}},"okta":{},"gateway":{"authentik":{},"logto":{},"fusionauth":{},"descope":{},"auth0":{},"auth0-gateway":{},"keycloak":{},"kratos":{},"zitadel":{},"zitadel-email":{}}}',
        'a=1',
        'b=x=y',
      ],
      engine: 'dynalite',
      showsLogs: true,
      ports: { page: 0, aws: 4652, issuer: 65_535 },
    });
  });

  it('do not set what --context sets', () => {
    const context = [
      'alarms=quiet',
      'brandName=Example',
      'pumpingGuard={"spareNumbers":5}',
      'clientGroups={}',
      'events=false',
      'deliveryStatus=off',
      'twilioVerify=false',
      'metricsBy=[]',
      'apiReference=false',
      'hooks={}',
    ];
    expect(
      readOptions(
        context.flatMap((setting) => ['--context', setting]),
        {},
      ).context,
    ).toEqual(context);
  });

  it.each(['http://localhost:3000/hooks', 'http://127.0.0.1:8080', 'http://[::1]:1/x'])(
    'send webhooks to %s',
    (receiver) => {
      expect(readOptions(['--webhooks-to', receiver], {})).toMatchObject({ receiver });
    },
  );

  it('make the minute of alarms shorter', () => {
    expect(readOptions(['--alarm-minute', '2'], {})).toMatchObject({ alarmMinuteMs: 2_000 });
  });

  it('name the folder that keeps the state', () => {
    expect(readOptions(['--persist', '.courier'], {})).toMatchObject({ persist: '.courier' });
  });

  it.each([
    [['--persist', ''], {}, '--persist takes a folder.'],
    [['--alarm-minute', '0'], {}, '--alarm-minute takes 1 to 60 seconds.'],
    [['--alarm-minute', '1.5'], {}, '--alarm-minute takes 1 to 60 seconds.'],
    [['--output='], {}, '--output takes a folder.'],
    [[], { PORT: '4651' }, 'PORT and ISSUER_PORT are both 4651.'],
    [[], { ISSUER_PORT: '9000', AWS_PORT: '9000' }, 'ISSUER_PORT and AWS_PORT are both 9000.'],
    [[], { PORT: '9000', AWS_PORT: '9000' }, 'PORT and AWS_PORT are both 9000.'],
    [['--context', 'a'], {}, '--context takes key=value, not a.'],
    [['--webhooks-to', 'https://example.com/'], {}, '--webhooks-to takes a URL on this machine'],
    [['--webhooks-to', 'http://localhost.example.com/'], {}, '--webhooks-to takes a URL on this machine'],
    [['--engine', 'sqlite'], {}, '--engine must be one of auto, dynamodb-local, dynalite.'],
    [['--colour'], {}, '--colour'],
    [[], { AWS_PORT: '65536' }, 'AWS_PORT must be a port from 0 to 65535.'],
    [[], { PORT: '3e3' }, 'PORT must be a port from 0 to 65535.'],
  ])('are refused with the name of the wrong one: %j %j', (argv, environment, message) => {
    const read = () => readOptions(argv, environment);
    expect(read).toThrow(OptionError);
    expect(read).toThrow(message);
  });
});
