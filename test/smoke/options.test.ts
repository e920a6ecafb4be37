import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';

const NEEDED = ['--token-url', 'https://sign-in.example/oauth2/token', '--client-id', 'machine'];
const NUMBER = ['--phone-number', '+15005550006', '--token', '424242'];
const SECRET = { TOKEN_COURIER_CLIENT_SECRET: 'from-environment' };

const read = (args: string[], environment: Record<string, string> = SECRET) =>
  readOptions([...NEEDED, ...args], environment);

describe('the options of npm run smoke', () => {
  it('use the API through the page, and take the secret from the environment', () => {
    expect(read(['--url', 'https://page.example/', ...NUMBER])).toEqual({
      pageUrl: 'https://page.example',
      apiUrl: 'https://page.example/api',
      directApiUrl: undefined,
      tokenUrl: 'https://sign-in.example/oauth2/token',
      clientId: 'machine',
      clientSecret: 'from-environment',
      testDestination: { phoneNumber: '+15005550006', token: '424242' },
      only: [],
    });
  });

  it('recognise an API without a page by its path, and prefer the secret on the command line', () => {
    const url = 'https://api.example/api';
    const options = read([
      '--url',
      `${url}/`,
      '--api-url',
      url,
      '--client-secret',
      'given',
      '--without-sending',
    ]);
    expect(options).toMatchObject({
      pageUrl: undefined,
      apiUrl: url,
      directApiUrl: url,
      clientSecret: 'given',
      testDestination: undefined,
    });
  });

  it('explain themselves', () => {
    expect(readOptions(['--help'], {})).toBe('help');
  });

  it.each([
    ['no --url', NUMBER, '--url is missing'],
    ['a value that is not a URL', ['--url', 'page.example', ...NUMBER], '--url must be a URL'],
    ['a URL with a query', ['--url', 'https://page.example/?a=b', ...NUMBER], '--url must be a URL'],
    [
      'an unknown option',
      ['--url', 'https://page.example', '--page', 'x'],
      "Unknown option '--page'. --help lists",
    ],
    ['no test destination', ['--url', 'https://page.example'], '"testDestinations": [{"phoneNumber"'],
    [
      'a number without +',
      ['--url', 'https://page.example', '--phone-number', '15005550006', '--token', '424242'],
      'E.164',
    ],
    [
      'a malformed token',
      ['--url', 'https://page.example', '--phone-number', '+15005550006', '--token', '4242-42'],
      '--token must be',
    ],
  ])('refuse %s and say what is wrong', (_, args, message) => {
    expect(() => read(args)).toThrow(message);
  });

  it('refuse a value without an option, and do not print it, because it may be a secret', () => {
    expect(() => read(['--url', 'https://page.example', ...NUMBER, 'half-a-secret'])).toThrow(
      /^A value has no option before it\. --help lists the options\.$/,
    );
  });

  it('require a secret, and name the variable', () => {
    expect(() => read(['--url', 'https://page.example', ...NUMBER], {})).toThrow(
      'TOKEN_COURIER_CLIENT_SECRET',
    );
  });
});
