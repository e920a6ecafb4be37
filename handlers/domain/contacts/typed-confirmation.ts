/**
 * What a person typed or pasted to confirm an address: a code, or the link in SNS's message, which leads to
 * `https://sns.<region>.amazonaws.com/confirmation.html?TopicArn=…&Token=…&Endpoint=…`. Of which topic it is, is known:
 * nothing of the link but its token is believed.
 */
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';

type Typed = { readonly code: string; readonly token?: undefined } | { readonly token: string };

/** No code has one of them. A link may be pasted without its scheme, or quoted as a whole. */
const OF_LINKS = /[/=%]/;

/** Filters that rewrite links quote them in their own, and each of several quotes it once more. */
const MOST_QUOTATIONS = 3;

/** Refuses a link that cannot confirm anything: it is no guess. `takesLinks`: whether links are sent. */
export function readTyped(typed: string, takesLinks: boolean): Decision<Typed> {
  if (!OF_LINKS.test(typed)) {
    return accept({ code: typed });
  }
  const token = takesLinks ? tokenIn(typed) : undefined;
  const rule = takesLinks
    ? "must be a code, or the link in SNS's message with its Token"
    : 'must be a code: no links are sent';
  return token === undefined ? refuseFields([{ field: 'code', rule }]) : accept({ token });
}

function tokenIn(link: string): string | undefined {
  let text = link;
  for (let quoted = 0; quoted <= MOST_QUOTATIONS; quoted += 1) {
    const token = /[?&](?:amp;)?Token=([0-9A-Za-z]{16,1024})(?![0-9A-Za-z])/.exec(text)?.[1];
    if (token !== undefined) {
      return token;
    }
    text = text.replace(/%([0-7][0-9A-Fa-f])/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return undefined;
}
