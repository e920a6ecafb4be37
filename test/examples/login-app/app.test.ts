import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NoAnswerError, ProblemError } from '../../../client/src/index.ts';
import type { Courier } from '../../../examples/login-app/finished/send-code.ts';
import type { LoginApp } from '../../support/login-app.ts';
import { PASSWORD, startLoginApp } from '../../support/login-app.ts';
import { Visitor } from '../../support/visitor.ts';

const ADA = { userId: 'ada', name: 'Ada', phoneNumber: '+12025550143' };
const GRACE = { userId: 'grace', name: 'Grace' };
const CODE = '735102';
const FACTS = { isOutcomeUnknown: false };

const issueToken = jest.fn<Courier['issueToken']>();
const verifyToken = jest.fn<Courier['verifyToken']>();

let app: LoginApp;
let complain: jest.SpiedFunction<typeof console.error>;
beforeEach(async () => {
  complain = jest.spyOn(console, 'error').mockReturnValue();
  // The service's clock is an hour ahead of the app's.
  issueToken.mockImplementation(async ({ user_id }) => issued(user_id, Date.now() + 3_600_000));
  verifyToken.mockImplementation(async ({ token, user_id }) =>
    token === CODE
      ? {
          verified: true,
          token_id: 'token-1',
          user_id,
          purpose: 'login',
          channel: 'sms',
          destination: '+1••••••0143',
          verified_at: '2026-03-14T09:27:31.004Z',
        }
      : { verified: false, reason: 'mismatch', attempts_remaining: 1 },
  );
  app = await startLoginApp({ issueToken, verifyToken }, [ADA, GRACE]);
});
afterEach(async () => {
  jest.resetAllMocks();
  await app.close();
});

function issued(user_id: string, nowMs: number, status: 'sent' | 'unknown' = 'sent') {
  const in_ = (seconds: number) => new Date(nowMs + seconds * 1000).toISOString();
  return {
    token_id: 'token-1',
    user_id,
    purpose: 'login',
    channel: 'sms' as const,
    destination: '+1••••••0143',
    status,
    issued_at: in_(0),
    expires_at: in_(300),
    expires_in: 300,
    resend_after: in_(30),
  };
}

const problem = (code: string, retryAfterSeconds?: number, field?: string) =>
  new ProblemError(
    {
      type: `/problems.html#${code}`,
      title: 'T',
      status: 429,
      detail: 'D',
      code,
      request_id: 'r-1',
      ...(field !== undefined && { errors: [{ field, rule: 'is wrong' }] }),
    } as never,
    retryAfterSeconds,
    FACTS,
  );
const noAnswer = () =>
  new NoAnswerError({ silence: 'timeout' }, 'api.example.com', { isOutcomeUnknown: true });

async function withPassword(user = 'ada'): Promise<{ visitor: Visitor; text: string; path: string }> {
  const visitor = new Visitor(app.url);
  await visitor.get('/sign-in');
  return { visitor, ...(await visitor.post('/sign-in', { user, password: PASSWORD })) };
}

describe('the password', () => {
  it('is answered alike when it is wrong and when there is no such account', async () => {
    const answers = await Promise.all(
      [
        { user: 'ada', password: 'wrong' },
        { user: 'nobody', password: PASSWORD },
        { user: '', password: '' },
      ].map(async (fields) => {
        const visitor = new Visitor(app.url);
        const { path, text } = await visitor.post('/sign-in', fields);
        return `${path} ${text.replace(/value="[^"]*"/, '')}`;
      }),
    );
    expect(answers[0]).toContain('User name and password do not match.');
    expect(new Set(answers).size).toBe(1);
    expect(issueToken).not.toHaveBeenCalled();
  });

  it('alone lets nobody in', async () => {
    const { visitor, path } = await withPassword();
    expect(path).toBe('/code');
    expect((await visitor.get('/')).path).toBe('/sign-in');
    expect([...visitor.cookies.keys()]).toEqual(['pending']);
  });
});

describe('the code', () => {
  it('is sent to the number of the account, in the form that the field has', async () => {
    const { text } = await withPassword();
    expect(issueToken).toHaveBeenCalledWith(
      { user_id: 'ada', phone_number: '+12025550143', format: 'numeric' },
      { idempotencyKey: expect.stringMatching(/^[\w-]{43}$/) },
    );
    expect(text).toMatch(/by text\s+to <strong>\+1••••••0143<\/strong>. It is valid for 5 minutes/);
    expect(text).toContain('data-wait-seconds="30"');
  });

  it('is sent to where the service knows the person, if the account has no number', async () => {
    await withPassword('grace');
    expect(issueToken.mock.calls[0]?.[0]).toEqual({ user_id: 'grace', format: 'numeric' });
  });

  it('is checked for the one that was sent, and signs in', async () => {
    const { visitor } = await withPassword();
    const { path, text } = await visitor.post('/code', { code: ` ${CODE} ` });
    expect(verifyToken.mock.calls[0]?.[0]).toEqual({ user_id: 'ada', token_id: 'token-1', token: CODE });
    expect(path).toBe('/');
    expect(text).toContain('Hello, Ada');
    expect([...visitor.cookies.keys()]).toEqual(['session']);
  });

  it('is asked for again under the same key by a form that is submitted twice', async () => {
    const visitor = new Visitor(app.url);
    await visitor.get('/sign-in');
    const twice = visitor.copy();
    const fields = { user: 'ada', password: PASSWORD, once: 'of-this-form' };
    await visitor.post('/sign-in', fields);
    await twice.post('/sign-in', fields);
    await twice.post('/sign-in', { ...fields, once: '' });
    await twice.post('/sign-in', { ...fields, once: '' });
    const [first, second, ...others] = issueToken.mock.calls.map(([, options]) => options?.idempotencyKey);
    expect(second).toBe(first);
    expect(new Set([first, ...others]).size).toBe(3);
  });

  it('is checked under the same key only for the same text in the same browser', async () => {
    const { visitor } = await withPassword();
    const { visitor: elsewhere } = await withPassword();
    const twice = visitor.copy();
    await visitor.post('/code', { code: CODE });
    await twice.post('/code', { code: CODE });
    await elsewhere.post('/code', { code: '111111' });
    await elsewhere.post('/code', { code: CODE });
    const [first, second, ...others] = verifyToken.mock.calls.map(([, options]) => options?.idempotencyKey);
    expect(second).toBe(first);
    expect(new Set([first, ...others]).size).toBe(3);
  });

  it('that may not have been sent is said to be so', async () => {
    issueToken.mockResolvedValueOnce(issued('ada', Date.now(), 'unknown'));
    const { text } = await withPassword();
    expect(text).toContain('A code may be on its way');
    expect(text).toContain('If it arrives, type it here.');
  });

  it('costs nothing when it is empty', async () => {
    const { visitor } = await withPassword();
    expect((await visitor.post('/code', { code: ' ' })).text).toContain('Enter the code from the message.');
    expect(verifyToken).not.toHaveBeenCalled();
  });

  it.each([
    ['mismatch', 2, 'You can try 2 more times.', true],
    ['mismatch', 0, 'Too many wrong codes were entered, so this code can no longer be used.', false],
    ['locked', 0, 'Too many wrong codes were entered, so this code can no longer be used.', false],
    ['expired', 0, 'This code has expired. Ask for a new one.', false],
    ['used', 0, 'This code was already used. Ask for a new one.', false],
    ['not_found', 0, 'This code can no longer be used. Ask for a new one.', false],
  ] as const)(
    'that is refused as %s with %s attempts left is explained',
    async (reason, left, words, isAsked) => {
      verifyToken.mockResolvedValueOnce({ verified: false, reason, attempts_remaining: left });
      const { visitor } = await withPassword();
      const { text } = await visitor.post('/code', { code: '111111' });
      expect(text).toContain(words);
      expect(text.includes('autocomplete="one-time-code"')).toBe(isAsked);
      // A spent code can be replaced at once.
      expect(text.includes('data-wait-seconds')).toBe(isAsked);
      expect((await visitor.get('/code')).text).not.toContain(words);
    },
  );

  it.each([
    ['has no answer', noAnswer, 'The code could not be checked right now. Enter it again in a moment.'],
    ['is no code', () => problem('invalid_request', undefined, 'token'), 'Enter the code from the message.'],
    [
      'is sent for somebody who cannot exist',
      () => problem('invalid_request', undefined, 'user_id'),
      'The code could not be checked right now.',
    ],
  ])('can be entered again when it %s', async (_, error, words) => {
    verifyToken.mockRejectedValueOnce(error());
    const { visitor } = await withPassword();
    const { text } = await visitor.post('/code', { code: CODE });
    expect(text).toContain(words);
    expect((await visitor.post('/code', { code: CODE })).path).toBe('/');
  });
});

describe('a sign-in that lacks its code', () => {
  it('shows that the code has expired, and ends a quarter of an hour after the password', async () => {
    const { visitor } = await withPassword();
    app.aheadMs = 300_001;
    expect((await visitor.get('/code')).text).toContain('This code has expired. Ask for a new one.');
    await visitor.post('/code/resend', {});
    app.aheadMs = 15 * 60_000 + 1000;
    const { path, text } = await visitor.post('/code', { code: CODE });
    expect(path).toBe('/sign-in');
    expect(text).toContain('Enter your password first. Then you have 15 minutes for the code.');
    expect(verifyToken).not.toHaveBeenCalled();
  });

  it('cannot be moved to another person or another code', async () => {
    const { visitor } = await withPassword();
    const [payload = '', signature] = visitor.cookies.get('pending')?.split('.') ?? [];
    const { value, untilMs } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(value).toMatchObject({ userId: 'ada', tokenId: 'token-1' });
    expect(JSON.stringify(value)).not.toContain('+12025550143');
    for (const forged of [
      { ...value, userId: 'grace' },
      { ...value, tokenId: 'token-2' },
    ]) {
      const text = Buffer.from(JSON.stringify({ value: forged, untilMs })).toString('base64url');
      const forger = visitor.copy();
      forger.cookies.set('pending', `${text}.${signature}`);
      expect((await forger.post('/code', { code: CODE })).path).toBe('/sign-in');
      forger.cookies.set('session', visitor.cookies.get('pending') ?? '');
      expect((await forger.get('/')).path).toBe('/sign-in');
    }
    expect(verifyToken).not.toHaveBeenCalled();
  });

  it('is given up with a button', async () => {
    const { visitor } = await withPassword();
    expect((await visitor.post('/code/cancel', {})).path).toBe('/sign-in');
    expect(visitor.cookies.size).toBe(0);
  });
});

describe('another code', () => {
  it('is asked for only when the wait is over', async () => {
    const { visitor } = await withPassword();
    expect((await visitor.post('/code/resend', {})).text).toContain(
      'You can ask for another code in 30 seconds.',
    );
    expect(issueToken).toHaveBeenCalledTimes(1);
    app.aheadMs = 30_000;
    issueToken.mockResolvedValueOnce({ ...issued('ada', Date.now()), token_id: 'token-2' });
    expect((await visitor.post('/code/resend', {})).text).toContain('A code was sent to you again.');
    await visitor.post('/code', { code: CODE });
    expect(verifyToken.mock.calls[0]?.[0]).toMatchObject({ token_id: 'token-2' });
  });

  it('that is refused leaves the first one, and says how long to wait', async () => {
    const { visitor } = await withPassword();
    app.aheadMs = 30_000;
    issueToken.mockRejectedValueOnce(problem('rate_limited', 240));
    const { text } = await visitor.post('/code/resend', {});
    expect(text).toContain('Too many codes were asked for. Try again in 4 minutes.');
    expect(text).toContain('data-wait-seconds="240"');
    expect((await visitor.post('/code', { code: CODE })).path).toBe('/');
  });
});

describe('a code that cannot be sent', () => {
  it.each([
    ['no_destination', undefined, 'Your account has no phone number to send a code to. Contact support.', 0],
    ['locked', 600, 'Too many wrong codes were entered. Try again in 10 minutes, or contact support.', 0],
    [
      'resend_too_soon',
      12,
      'A code was sent to you a moment ago. You can ask for another one in 12 seconds.',
      0,
    ],
    ['delivery_failed', undefined, 'The code could not be delivered to your phone.', 0],
    ['service_unavailable', 5, 'Codes cannot be sent right now. Try again in a moment.', 1],
    ['forbidden', undefined, 'Codes cannot be sent right now. Try again in a moment.', 1],
  ])('for %s leads back to the password and says why', async (code, wait, words, complaints) => {
    issueToken.mockRejectedValueOnce(problem(code, wait));
    const { visitor, path, text } = await withPassword();
    expect(path).toBe('/sign-in');
    expect(text).toContain(words);
    expect(visitor.cookies.size).toBe(0);
    expect(complain).toHaveBeenCalledTimes(complaints);
  });

  it('for certain or not is told apart', async () => {
    issueToken.mockRejectedValueOnce(noAnswer());
    expect((await withPassword()).text).toContain('A code may or may not have been sent to you.');
  });

  it('leaves the one that this browser was promised before', async () => {
    const { visitor } = await withPassword();
    issueToken.mockRejectedValueOnce(problem('resend_too_soon', 12));
    const { path, text } = await visitor.post('/sign-in', { user: 'ada', password: PASSWORD });
    expect(path).toBe('/code');
    expect(text).toContain('A code was sent to you a moment ago.');
    issueToken.mockRejectedValueOnce(problem('resend_too_soon', 12));
    expect((await visitor.post('/sign-in', { user: 'grace', password: PASSWORD })).path).toBe('/sign-in');
  });
});

describe('what the app writes down', () => {
  it('holds neither passwords, codes, numbers nor names', async () => {
    issueToken.mockRejectedValueOnce(problem('internal_error'));
    await withPassword();
    verifyToken.mockRejectedValueOnce(noAnswer());
    const { visitor } = await withPassword();
    await visitor.post('/code', { code: CODE });
    await visitor.post('/sign-in', { user: 'ada', password: 'a wrong password' });
    expect(complain.mock.calls).toEqual([
      ['Could not send a code: internal_error: D (request r-1)'],
      ['Could not check a code: No answer from api.example.com in time'],
    ]);
    for (const line of visitor.cookieLines) {
      expect(Buffer.from(line.split(/[=.]/)[1] ?? '', 'base64url').toString()).not.toMatch(
        /(right|wrong) password|735102|\+1202/,
      );
    }
  });
});
