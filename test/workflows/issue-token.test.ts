import { describe, expect, it } from '@jest/globals';
import { anAdmittedRequest, anEmailLeg, aTextLeg } from '../handlers/fixtures.ts';
import { named, runMachine, synthesisedDefinition } from '../support/machine.ts';

const definition = synthesisedDefinition();
const INPUT = { request_id: 'r-1', client_id: 'shop', idempotency_key: '', body: '{"user_id":"ada"}' };
const TEXT = aTextLeg({ address: '+4915112345678', masked: '+49•••678' });
const EMAIL = anEmailLeg();
const REQUEST = anAdmittedRequest({
  user_id: 'ada',
  purpose: 'login',
  client_group: '@shop',
  format: 'numeric',
  length: 6,
  locale: 'en',
  route: [TEXT],
});
const ADMITTED = { decision: 'admitted', request: REQUEST };
const WITH_FALLBACK = { decision: 'admitted', request: { ...REQUEST, route: [TEXT, EMAIL] } };
const EMAIL_FIRST = {
  decision: 'admitted',
  request: { ...REQUEST, route: [EMAIL, TEXT] },
};
const SENT = { http_status: 201, body: '{"status":"sent"}' };
const TOKEN = {
  token_id: 't-1',
  sealed_token: 's',
  token_digest: 'd',
  secret_version: 'v',
  issued_at: 'i',
  expiry_time: 9,
};
const DELIVERY = {
  ...{ channel: 'sms', destination_masked: '+49•••678', sent_at: 'now', outcome: 'sent' },
  message_id: 'm-1',
  response: SENT,
};
const MAYBE_SENT = { http_status: 202, body: '{"status":"unknown"}' };
const PRESUMED_SMS = {
  ...DELIVERY,
  ...{ sent_at: 'before', outcome: 'unknown', message_id: '', response: MAYBE_SENT },
};
const PERSISTED = {
  decision: 'persisted',
  presumed: { sms: PRESUMED_SMS, email: { ...PRESUMED_SMS, channel: 'email' } },
};

const RESEND = {
  decision: 'resend',
  request: { ...REQUEST, sends: 2 },
  token: { ...TOKEN, token_id: 't-0' },
  persistence: PERSISTED,
};

const WELL = {
  'Admit request': [ADMITTED],
  'Generate token': [TOKEN],
  'Persist token': [PERSISTED],
  'Deliver by SMS': [DELIVERY],
  'Deliver by email': [{ ...DELIVERY, channel: 'email' }],
  'Take back the send': [null],
  'Take back both sends': [null],
  'Note the failure': [null],
  'Note the doubt': [null],
};
const run = (replies: Record<string, unknown[]> = {}, input = INPUT) =>
  runMachine(definition, input, { ...WELL, ...replies });

describe('issuing a token', () => {
  it('admits, generates, persists, delivers, records and answers', async () => {
    const { output, path, calls } = await run();
    expect(output).toEqual(SENT);
    expect(path).toEqual([
      'Admit request',
      'Is it admitted?',
      'Generate token',
      'Persist token',
      'Choose channel',
      'Deliver by SMS',
      'Record delivery',
    ]);
    expect(calls.find(({ state }) => state === 'Persist token')?.input).toEqual({
      ...{
        request_id: 'r-1',
        client_id: 'shop',
        idempotency_key: '',
        execution_arn: 'arn:aws:states:eu-west-1:000000000000:express:m:n:the-id',
      },
      request: REQUEST,
      token: TOKEN,
    });
    expect(calls.at(-1)?.input).toMatchObject({
      Key: { user_id: { S: 'ada' }, slot: { S: '@shop#login' } },
      ConditionExpression: 'token_id = :token_id AND #status IN (:issued, :sent)',
      ExpressionAttributeValues: {
        ':token_id': { S: 't-1' },
        ':sent': { S: 'sent' },
        ':execution': { S: 'the-id' },
        ':message_id': { S: 'm-1' },
      },
    });
  });

  it('answers a refusal as a successful execution, and generates no token', async () => {
    const response = { http_status: 422, body: '{"code":"no_destination"}' };
    const { output, path } = await run({ 'Admit request': [{ decision: 'rejected', response }] });
    expect(output).toEqual(response);
    expect(path).toEqual(['Admit request', 'Is it admitted?', 'Answer: request refused']);
  });

  it('repeats its first answer, and does nothing else', async () => {
    const response = { ...SENT, replayed: true };
    const { output, path } = await run({ 'Admit request': [{ decision: 'replayed', response }] });
    expect(output).toEqual(response);
    expect(path).toEqual(['Admit request', 'Is it admitted?', 'Answer: the first answer again']);
  });

  it('sends nothing when a newer token has been stored in the meantime', async () => {
    const response = { http_status: 409, body: '{"code":"superseded"}' };
    const { output, calls } = await run({ 'Persist token': [{ decision: 'rejected', response }] });
    expect(output).toEqual(response);
    expect(calls.map(({ state }) => state)).not.toContain('Deliver by SMS');
  });

  it('retries a throttled store and continues', async () => {
    const { output, path } = await run({
      'Persist token': [named('StoreUnavailable'), PERSISTED],
    });
    expect(output).toEqual(SENT);
    expect(path).toContain('Persist token~');
  });

  it.each([
    ['Admit request', 'StoreUnavailable', 'StoreUnavailable'],
    ['Admit request', 'SecretUnavailable', 'SecretUnavailable'],
    ['Admit request', 'Lambda.TooManyRequestsException', 'StepUnavailable'],
    ['Admit request', 'TypeError', 'InternalError'],
    ['Generate token', 'SecretUnavailable', 'SecretUnavailable'],
    ['Generate token', 'States.Timeout', 'StepUnavailable'],
    ['Generate token', 'RangeError', 'InternalError'],
    ['Persist token', 'StoreUnavailable', 'StoreUnavailable'],
    ['Persist token', 'States.Timeout', 'StepUnavailable'],
    ['Persist token', 'TypeError', 'InternalError'],
  ])('fails with a named error when %s keeps throwing %s: %s', async (state, thrown, failure) => {
    const { error, path } = await run({ [state]: [named(thrown)] });
    expect(error).toBe(failure);
    expect(path).not.toContain('Choose channel');
  });

  it.each(['StoreUnavailable', 'States.Timeout'])(
    'revokes what a write that failed with %s may have stored',
    async (thrown) => {
      const { path } = await run({ 'Persist token': [named(thrown)] });
      expect(path.slice(-7, -1)).toEqual([
        'Revoke token',
        'Was anything sent?',
        'Take back the send',
        'Is a key taken?',
        'Note the failure',
        'What failed?',
      ]);
    },
  );

  it.each([
    ['Admit request', { 'Admit request': [named('StoreUnavailable')] }],
    ['Generate token', { 'Generate token': [named('SecretUnavailable')] }],
    ['Persist token', { 'Persist token': [named('StoreUnavailable')] }],
    [
      'a delivery that sends a token again',
      { 'Admit request': [RESEND], 'Deliver by SMS': [named('DeliveryRefused')] },
    ],
  ])('frees the Idempotency-Key of a request that fails in %s', async (_, replies) => {
    const { calls, path } = await run(replies, { ...INPUT, idempotency_key: 'once' });
    expect(path.slice(-4, -1)).toEqual(['Free the key', 'Note the failure', 'What failed?']);
    expect(calls.at(-2)?.input).toMatchObject({
      Key: {
        subject: { S: 'idempotency#shop' },
        window: { S: '200651a8b2d5912f692db89468a7d47d86a3ed6844f48f1b15f2be1d9c9a7e5e' },
      },
      ConditionExpression: 'execution_arn = :execution_arn',
      ExpressionAttributeValues: {
        ':execution_arn': { S: 'arn:aws:states:eu-west-1:000000000000:express:m:n:the-id' },
      },
    });
  });

  it('undoes a request that a step of an earlier release admitted without a route', async () => {
    const { route, ...former } = REQUEST;
    const admitted = { decision: 'admitted', request: { ...former, first_channel: 'sms' } };
    const { error, path } = await run({ 'Admit request': [admitted] });
    expect(route).toEqual([TEXT]);
    expect(error).toBe('InternalError');
    expect(path.slice(-7, -1)).toEqual([
      'Revoke token',
      'Was anything sent?',
      'Take back the send',
      'Is a key taken?',
      'Note the failure',
      'What failed?',
    ]);
  });

  it('notes what failed, with all that is known, and fails with the same error if that fails too', async () => {
    const { calls, error } = await run({
      'Persist token': [named('StoreUnavailable')],
      'Note the failure': [named('StoreUnavailable')],
    });
    expect(error).toBe('StoreUnavailable');
    expect(calls.at(-1)).toMatchObject({
      state: 'Note the failure',
      input: {
        request_id: 'r-1',
        execution_arn: 'arn:aws:states:eu-west-1:000000000000:express:m:n:the-id',
        state: {
          client_id: 'shop',
          body: '{"user_id":"ada"}',
          admission: { request: { user_id: 'ada' } },
          token: { token_id: 't-1' },
          failure: { Error: 'StoreUnavailable' },
        },
      },
    });
  });

  it('fails with the first error when the key cannot be freed', async () => {
    const replies = {
      'Generate token': [named('SecretUnavailable')],
      'Free the key': [named('DynamoDB.ConditionalCheckFailedException')],
    };
    const { error } = await run(replies, { ...INPUT, idempotency_key: 'once' });
    expect(error).toBe('SecretUnavailable');
  });
});

describe('delivering a token', () => {
  it('falls back to email when SMS is refused permanently, without retrying SMS', async () => {
    const { output, path } = await run({
      'Admit request': [WITH_FALLBACK],
      'Deliver by SMS': [named('DeliveryRefused')],
    });
    expect(output).toEqual(SENT);
    expect(path).toContain('Deliver by SMS!DeliveryRefused');
    expect(path).not.toContain('Deliver by SMS~');
    expect(path.slice(-3)).toEqual(['Take the next channel', 'Deliver by email', 'Record delivery']);
  });

  const MAY_HAVE_SENT = [
    'States.Timeout',
    'Sandbox.Timedout',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.SdkClientException',
    'Lambda.Unknown',
    'Runtime.ExitError',
  ];

  it.each(MAY_HAVE_SENT)(
    'never repeats, replaces or revokes a delivery that ended in %s; answers that it may have been sent',
    async (thrown) => {
      const { output, path, calls } = await run({
        'Admit request': [WITH_FALLBACK],
        'Deliver by SMS': [named(thrown), DELIVERY],
      });
      expect(output).toEqual(MAYBE_SENT);
      expect(path.slice(-6)).toEqual([
        'Deliver by SMS',
        `Deliver by SMS!${thrown}`,
        'Presume the SMS is sent',
        'Is there time to note it?',
        'Note the doubt',
        'Record delivery',
      ]);
      expect(calls.at(-2)?.input).toMatchObject({
        state: { delivery: { channel: 'sms', outcome: 'unknown' }, token: { token_id: 't-1' } },
      });
      expect(calls.filter(({ state }) => state === 'Deliver by SMS')).toHaveLength(1);
      expect(calls.at(-1)?.input).toMatchObject({
        ExpressionAttributeValues: { ':outcome': { S: 'unknown' }, ':sent_at': { S: 'before' } },
      });
    },
  );

  it('records and returns what a step says about a message that may have been sent', async () => {
    const { output, calls } = await run({ 'Deliver by SMS': [PRESUMED_SMS] });
    expect(output).toEqual(MAYBE_SENT);
    expect(calls.at(-1)?.input).toMatchObject({
      ExpressionAttributeValues: { ':outcome': { S: 'unknown' } },
    });
  });

  it.each(MAY_HAVE_SENT)('presumes the same of an email after %s, even as a fallback', async (thrown) => {
    const { output, path } = await run({
      'Admit request': [WITH_FALLBACK],
      'Deliver by SMS': [named('DeliveryRefused')],
      'Deliver by email': [named(thrown)],
    });
    expect(output).toEqual(MAYBE_SENT);
    expect(path).not.toContain('Revoke token');
  });

  it('answers 202 even when that cannot be recorded', async () => {
    const { output } = await run({
      'Deliver by SMS': [named('Sandbox.Timedout')],
      'Record delivery': [named('States.Timeout')],
    });
    expect(output).toEqual(MAYBE_SENT);
  });

  it.each([
    'DeliveryUnavailable',
    'SecretUnavailable',
    'InternalError',
    'Lambda.ServiceException',
    'TypeError',
  ])('falls back after %s, which has sent nothing', async (thrown) => {
    const { output, path } = await run({
      'Admit request': [WITH_FALLBACK],
      'Deliver by SMS': [named(thrown)],
    });
    expect(output).toEqual(SENT);
    expect(path.slice(-2)).toEqual(['Deliver by email', 'Record delivery']);
  });

  it('retries a delivery that Lambda did not run', async () => {
    const { output, path } = await run({
      'Deliver by SMS': [named('Lambda.TooManyRequestsException'), DELIVERY],
    });
    expect(output).toEqual(SENT);
    expect(path).toContain('Deliver by SMS~');
  });

  it('falls back to SMS when email was first', async () => {
    const { path } = await run({
      'Admit request': [EMAIL_FIRST],
      'Deliver by email': [named('DeliveryRefused')],
    });
    expect(path.slice(-3)).toEqual(['Take the next channel', 'Deliver by SMS', 'Record delivery']);
  });

  it.each([
    ['no other channel', ADMITTED],
    ['another channel that fails too', WITH_FALLBACK],
  ])('revokes the token and fails as DeliveryFailed with %s', async (_, admission) => {
    const { error, path, calls } = await run({
      'Admit request': [admission],
      'Deliver by SMS': [named('DeliveryUnavailable')],
      'Deliver by email': [named('DeliveryRefused')],
    });
    expect(error).toBe('DeliveryFailed');
    expect(path.slice(-5)).toEqual([
      'Revoke token',
      'Was anything sent?',
      'Is a key taken?',
      'What failed?',
      'Delivery failed',
    ]);
    expect(calls.at(-1)?.input).toMatchObject({
      UpdateExpression: 'SET #status = :revoked REMOVE sealed_token, token_digest',
      ConditionExpression: 'token_id = :token_id',
    });
  });

  it('still fails as DeliveryFailed when the revocation fails', async () => {
    const { error } = await run({
      'Deliver by SMS': [named('DeliveryRefused')],
      'Revoke token': [named('DynamoDB.ProvisionedThroughputExceededException')],
    });
    expect(error).toBe('DeliveryFailed');
  });

  it.each([
    'DynamoDB.ConditionalCheckFailedException',
    'DynamoDB.ProvisionedThroughputExceededException',
    'States.Timeout',
  ])('publishes once and answers 201 when recording fails with %s', async (thrown) => {
    const { output, calls, path } = await run({ 'Record delivery': [named(thrown)] });
    expect(output).toEqual(SENT);
    expect(calls.filter(({ state }) => state === 'Deliver by SMS')).toHaveLength(1);
    expect(path.at(-1)).toBe('Answer: token sent, not recorded');
  });

  it('does not retry a record whose condition failed', async () => {
    const { calls } = await run({ 'Record delivery': [named('DynamoDB.ConditionalCheckFailedException')] });
    expect(calls.filter(({ state }) => state === 'Record delivery')).toHaveLength(1);
  });
});

describe('the next channel', () => {
  it.each([
    ['SMS', WITH_FALLBACK, ['Deliver by SMS', 'Deliver by email']],
    ['email', EMAIL_FIRST, ['Deliver by email', 'Deliver by SMS']],
  ])(
    'is taken once, and none after it, when %s comes first and nothing is delivered',
    async (_, admission, order) => {
      const { calls } = await run({
        'Admit request': [admission],
        'Deliver by SMS': [named('DeliveryRefused')],
        'Deliver by email': [named('DeliveryRefused')],
      });
      expect(calls.map(({ state }) => state).filter((state) => state.startsWith('Deliver by'))).toEqual(
        order,
      );
    },
  );

  it('receives the whole route, so that it knows the channel before it', async () => {
    const { calls } = await run({
      'Admit request': [WITH_FALLBACK],
      'Deliver by SMS': [named('DeliveryRefused')],
    });
    expect(calls.find(({ state }) => state === 'Deliver by email')?.input).toMatchObject({
      request: { route: [TEXT, EMAIL] },
    });
  });
});

describe('taking back what was counted', () => {
  const taken = (calls: readonly { state: string; input: unknown }[]) =>
    calls.filter(({ state }) => state.startsWith('Take back'));

  it.each([
    ['the token cannot be made', { 'Generate token': [named('SecretUnavailable')] }],
    ['the token cannot be stored', { 'Persist token': [named('StoreUnavailable')] }],
    ['a step times out', { 'Generate token': [named('States.Timeout')] }],
    [
      'Lambda does not run the only delivery',
      { 'Deliver by SMS': [named('Lambda.TooManyRequestsException')] },
    ],
    ['a resend is refused', { 'Admit request': [RESEND], 'Deliver by SMS': [named('DeliveryRefused')] }],
  ])('is done when %s', async (_, replies) => {
    const { calls } = await run(replies);
    expect(taken(calls)).toHaveLength(1);
    expect(taken(calls)[0]?.input).toMatchObject({
      request_id: 'r-1',
      admission: { request: { user_id: 'ada', counted: expect.any(Array) } },
    });
  });

  it.each([
    ['sms', WITH_FALLBACK, 'DeliveryRefused'],
    ['sms', WITH_FALLBACK, 'Lambda.TooManyRequestsException'],
    ['email', EMAIL_FIRST, 'DeliveryRefused'],
    ['email', EMAIL_FIRST, 'Lambda.ServiceException'],
  ])(
    'is done, and is given both failures, when Lambda does not run the second delivery after %s failed',
    async (first, admission, thrown) => {
      const [failed, second] = first === 'sms' ? ['SMS', 'email'] : ['email', 'SMS'];
      const { calls, error, path } = await run({
        'Admit request': [admission],
        [`Deliver by ${failed}`]: [named(thrown)],
        [`Deliver by ${second}`]: [named('Lambda.AWSLambdaException')],
      });
      expect(error).toBe('DeliveryFailed');
      expect(path).toContain('Take back both sends');
      const other = first === 'sms' ? 'email' : 'sms';
      expect(taken(calls).map(({ input }) => input)).toMatchObject([
        {
          admission: {
            request: {
              failures: { [first]: { Error: thrown }, [other]: { Error: 'Lambda.AWSLambdaException' } },
            },
          },
        },
      ]);
    },
  );

  it('is left to the second channel if that ran, which is told how the first failed', async () => {
    const { calls } = await run({
      'Admit request': [WITH_FALLBACK],
      'Deliver by SMS': [named('Lambda.TooManyRequestsException')],
      'Deliver by email': [named('DeliveryRefused')],
    });
    expect(taken(calls)).toEqual([]);
    expect(calls.find(({ state }) => state === 'Deliver by email')?.input).toMatchObject({
      request: { failures: { sms: { Error: 'Lambda.TooManyRequestsException' } } },
    });
  });

  it.each([
    ['counted nothing', { 'Admit request': [named('StoreUnavailable')] }],
    ['already took it back in the delivery', { 'Deliver by SMS': [named('DeliveryRefused')] }],
  ])('is not done for a request that %s', async (_, replies) => {
    const { calls, error } = await run(replies);
    expect(error).toBeDefined();
    expect(taken(calls)).toEqual([]);
  });

  it.each([
    ['may have sent it', { 'Deliver by SMS': [named('States.Timeout')] }],
    ['may have sent it again', { 'Admit request': [RESEND], 'Deliver by SMS': [named('Sandbox.Timedout')] }],
    [
      'may have sent it by the first of two channels',
      { 'Admit request': [WITH_FALLBACK], 'Deliver by SMS': [named('States.Timeout')] },
    ],
    [
      'may have sent it by the other channel',
      {
        'Admit request': [WITH_FALLBACK],
        'Deliver by SMS': [named('Lambda.TooManyRequestsException')],
        'Deliver by email': [named('States.Timeout')],
      },
    ],
  ])('is not done for a request that %s, and its presumed answer is given', async (_, replies) => {
    const { calls, output } = await run(replies);
    expect(output).toEqual(MAYBE_SENT);
    expect(taken(calls)).toEqual([]);
  });

  it('does not change the answer when it fails', async () => {
    const { error } = await run({
      'Generate token': [named('SecretUnavailable')],
      'Take back the send': [named('StoreUnavailable')],
    });
    expect(error).toBe('SecretUnavailable');
  });
});

describe('sending a live token again', () => {
  it('answers that it may have been sent when the step is terminated', async () => {
    const replies = { 'Admit request': [RESEND], 'Deliver by SMS': [named('Sandbox.Timedout')] };
    const { output, calls } = await run(replies);
    expect(output).toEqual(MAYBE_SENT);
    expect(calls.at(-1)?.input).toMatchObject({ ExpressionAttributeValues: { ':token_id': { S: 't-0' } } });
  });

  it('delivers the stored code, generates nothing, and records the new send', async () => {
    const { output, path, calls } = await run({ 'Admit request': [RESEND] });
    expect(output).toEqual(SENT);
    expect(path).toEqual([
      'Admit request',
      'Is it admitted?',
      'Take the living token',
      'Choose channel',
      'Deliver by SMS',
      'Record delivery',
    ]);
    expect(calls[1]?.input).toEqual({
      request_id: 'r-1',
      client_id: 'shop',
      execution_arn: 'arn:aws:states:eu-west-1:000000000000:express:m:n:the-id',
      asked_at: expect.stringMatching(/^\d{4}-.*Z$/),
      request: RESEND.request,
      token: RESEND.token,
    });
    expect(calls[2]?.input).toMatchObject({ ExpressionAttributeValues: { ':token_id': { S: 't-0' } } });
  });

  it('keeps the token, which was sent before, when it cannot be delivered again', async () => {
    const { error, path, calls } = await run({
      'Admit request': [RESEND],
      'Deliver by SMS': [named('DeliveryRefused')],
    });
    expect(error).toBe('DeliveryFailed');
    expect(path.slice(-7)).toEqual([
      'Was it sent before?',
      'Was anything sent?',
      'Take back the send',
      'Is a key taken?',
      'Note the failure',
      'What failed?',
      'Delivery failed',
    ]);
    expect(calls.map(({ state }) => state)).not.toContain('Revoke token');
  });

  it('revokes a new code that was sent to nobody', async () => {
    const request = { ...REQUEST, sends: 2, renewed: { issued_at: 'i', expiry_time: 9 } };
    const { path } = await run({
      'Admit request': [{ decision: 'admitted', request }],
      'Deliver by SMS': [named('DeliveryRefused')],
    });
    expect(path.slice(-6)).toEqual([
      'Was it sent before?',
      'Revoke token',
      'Was anything sent?',
      'Is a key taken?',
      'What failed?',
      'Delivery failed',
    ]);
  });
});
