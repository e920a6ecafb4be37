/** Sends the form to the API and remembers what was wrong with it. */
import { useState } from 'react';
import type { IssuedTokenAnswer } from '../../../../handlers/contract/api.ts';
import type { Api } from '../../api/api-client.ts';
import { failureOf } from '../../api/failures.ts';
import { strings } from '../../strings.ts';
import {
  type FieldErrors,
  type FormValues,
  type SortedFailure,
  sortFailure,
  toRequest,
} from './form-values.ts';

interface Refused extends SortedFailure {
  /** The form as it was sent. */
  readonly values: FormValues;
}

export interface TokenRequestState {
  readonly sending: boolean;
  readonly refused: Refused | undefined;
  /** Gives the errors at fields; none when the token was issued. */
  readonly send: (values: FormValues) => Promise<FieldErrors>;
}

export function useTokenRequest(api: Api, onIssued: (answer: IssuedTokenAnswer) => void): TokenRequestState {
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<Refused>();

  async function send(values: FormValues): Promise<FieldErrors> {
    if (sending) {
      return {};
    }
    const sorted = await attempt(values);
    setRefused(sorted && { ...sorted, values });
    return sorted?.fieldErrors ?? {};
  }

  async function attempt(values: FormValues): Promise<SortedFailure | undefined> {
    const request = toRequest(values);
    if (request.user_id === '') {
      return { fieldErrors: { userId: strings.generate.userIdMissing } };
    }
    setSending(true);
    try {
      onIssued(await api.issueToken(request));
      return undefined;
    } catch (error) {
      return sortFailure(failureOf(error));
    } finally {
      setSending(false);
    }
  }

  return { sending, refused, send };
}
