/**
 * A token's value: masked, fetched on demand, and removed from the page after a short while.
 *
 * The value is only in this cell's state, so hiding it and unmounting the row both discard it.
 */
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { MASKED_TOKEN } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';
import type { Failure } from '../../api/failures.ts';
import { CallFailed, failureOf } from '../../api/failures.ts';
import { shared } from '../../strings.ts';
import type { TimedToken } from './merge-rows.ts';
import { text } from './strings.ts';

const SHOWN_FOR_MS = 15_000;

export interface TokenCellProps {
  readonly token: TimedToken;
  readonly api: Api;
  readonly canReveal: boolean;
  /** Undefined once a token was revealed. */
  readonly onFailure: (failure: Failure | undefined) => void;
  /** Called when a value is shown; the function it returns is called when the value is hidden. */
  readonly onShown: () => () => void;
}

export function TokenCell({ token, api, canReveal, onFailure, onShown }: TokenCellProps): ReactNode {
  const [revealed, setRevealed] = useState<string>();
  const [loading, setLoading] = useState(false);
  useEffect(() => {
    if (revealed !== undefined) {
      const hidden = onShown();
      const timer = setTimeout(() => setRevealed(undefined), SHOWN_FOR_MS);
      return () => {
        clearTimeout(timer);
        hidden();
      };
    }
  }, [revealed, onShown]);

  async function reveal(): Promise<void> {
    setLoading(true);
    try {
      setRevealed(await fetchValue(api, token));
      onFailure(undefined);
    } catch (error) {
      onFailure(failureOf(error));
    } finally {
      setLoading(false);
    }
  }

  if (token.kind === 'delivery') {
    return <span className="quiet">{text.delivered}</span>;
  }
  if (token.token === null) {
    return <span className="quiet">{token.status === 'revoked' ? text.erased : shared.none}</span>;
  }
  const label = revealed === undefined ? text.revealLabel : text.hideLabel;
  return (
    <span className="token-cell">
      <span className="token-value" aria-live="polite">
        {revealed ?? MASKED_TOKEN}
      </span>
      {revealed !== undefined && (
        <CopyToClipboard
          variant="icon"
          textToCopy={revealed}
          copyButtonAriaLabel={text.copyLabel(token.user_id, token.purpose)}
          copySuccessText={shared.copied}
          copyErrorText={shared.copyFailed}
        />
      )}
      {canReveal && (
        <Button
          variant="inline-link"
          loading={loading}
          ariaLabel={label(token.user_id, token.purpose)}
          onClick={() => (revealed === undefined ? void reveal() : setRevealed(undefined))}
        >
          {revealed === undefined ? text.reveal : text.hide}
        </Button>
      )}
    </span>
  );
}

/**
 * Fetches the person's token for that purpose and client group; no other value is transferred.
 * @throws CallFailed also when the token is gone or was replaced
 */
async function fetchValue(api: Api, token: TimedToken): Promise<string> {
  const answer = await api.revealTokens(token);
  const value = answer.tokens.find(({ token_id }) => token_id === token.token_id)?.token;
  if (value === undefined || value === null) {
    throw new CallFailed({ kind: 'token_gone' });
  }
  return value;
}
