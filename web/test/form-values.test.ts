import { describe, expect, it } from '@jest/globals';
import { checkForm, EMPTY_FORM, fromDraft, toDraft, toRequest } from '../src/views/generate/form-values.ts';
import { toVerification } from '../src/views/verify/verify-form.ts';

describe('toRequest', () => {
  it('leaves out what is empty, so that the service decides', () => {
    expect(toRequest({ ...EMPTY_FORM, userId: 'ana', purpose: ' ', phoneNumber: ' ' })).toEqual({
      user_id: 'ana',
      channel: 'auto',
    });
  });

  it.each([' ana', 'ana ', '\ufeffana'])('sends the user ID %j unchanged: the API checks it', (userId) => {
    expect(toRequest({ ...EMPTY_FORM, userId }).user_id).toBe(userId);
    expect(toVerification({ userId, purpose: '', token: ' 1 ' })).toEqual({ user_id: userId, token: '1' });
    expect(checkForm({ ...EMPTY_FORM, userId })).toEqual({});
  });

  it('sends everything that was filled in', () => {
    const values = {
      userId: 'ana',
      purpose: 'payment',
      channel: 'sms',
      phoneNumber: '+4930123456',
      format: 'alphanumeric',
      length: ' 12 ',
    } as const;
    expect(toRequest(values)).toEqual({
      user_id: 'ana',
      purpose: 'payment',
      channel: 'sms',
      phone_number: '+4930123456',
      format: 'alphanumeric',
      length: 12,
    });
  });

  it('leaves the phone number out when the channel is email', () => {
    const values = { ...EMPTY_FORM, userId: 'ana', channel: 'email', phoneNumber: '+4930123456' } as const;
    expect(toRequest(values)).toEqual({ user_id: 'ana', purpose: 'login', channel: 'email' });
  });
});

describe('checkForm', () => {
  it('requires a user ID, and a length that is a number', () => {
    expect(checkForm({ ...EMPTY_FORM, userId: '', length: 'ten' })).toEqual({
      userId: 'Enter a user ID.',
      length: 'From 6 to 10 characters.',
    });
    expect(checkForm({ ...EMPTY_FORM, userId: 'ana' })).toEqual({});
  });
});

describe('the draft', () => {
  it('keeps everything but the phone number', () => {
    const values = { ...EMPTY_FORM, userId: 'ana', channel: 'sms', length: '8', format: 'numeric' } as const;
    expect(fromDraft(toDraft({ ...values, phoneNumber: '+4930123456' }))).toEqual(values);
  });

  it('takes nothing from storage that the form does not know', () => {
    expect(fromDraft({ channel: 'pigeon', format: 'runes' })).toEqual(EMPTY_FORM);
  });
});
