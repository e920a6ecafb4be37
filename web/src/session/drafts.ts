/**
 * Preserves forms across a renewed sign-in, which takes the browser to the issuer and back.
 *
 * Only user IDs, purposes and choices are kept. Phone numbers, addresses and tokens are left out, because storage
 * outlives the page. A draft is removed as soon as its form is back and somebody is signed in, or on sign-out, as
 * the next person to sign in may be somebody else.
 */
import { useEffect } from 'react';

const PREFIX = 'token-courier.draft.';

export type Draft = Readonly<Record<string, string>>;

/** What the form held when the session ended; empty when there is no draft. */
export function readDraft(form: string): Draft {
  const stored = sessionStorage.getItem(PREFIX + form);
  return stored === null ? {} : (JSON.parse(stored) as Draft);
}

/** What one person typed must not reach the next person who signs in here. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) {
      sessionStorage.removeItem(key);
    }
  }
}

/** While the session has expired, a copy of the form is kept in storage for after the next sign-in. */
export function useKeptDraft(form: string, draft: Draft, expired: boolean): void {
  const text = JSON.stringify(draft);
  useEffect(() => {
    if (expired) {
      sessionStorage.setItem(PREFIX + form, text);
    } else {
      sessionStorage.removeItem(PREFIX + form);
    }
  }, [form, text, expired]);
}
