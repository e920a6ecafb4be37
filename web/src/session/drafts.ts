/**
 * Carries forms over a renewed sign-in, which takes the browser to the issuer and back.
 *
 * Only what identifies nobody's device and opens nothing is kept: user IDs, purposes, choices. Phone
 * numbers, addresses and tokens are left out, because storage outlives the page. A draft is removed as soon
 * as its form is there again and somebody is signed in, or when the person signs out: the next may be another.
 */
import { useEffect } from 'react';

const PREFIX = 'token-courier.draft.';

export type Draft = Readonly<Record<string, string>>;

/** What the form held when the session ended; empty when there is no draft. */
export function readDraft(form: string): Draft {
  const stored = sessionStorage.getItem(PREFIX + form);
  return stored === null ? {} : (JSON.parse(stored) as Draft);
}

/** What one person typed is nothing to the next who signs in here. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) {
      sessionStorage.removeItem(key);
    }
  }
}

/** While the session is over, a copy of the form waits in storage for the page that comes back. */
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
