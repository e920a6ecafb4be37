/** Reads submitted forms, and refuses those that another site sends. */
import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 10_000;
const FORM = 'application/x-www-form-urlencoded';

/** Why a request is refused, by the status of the answer. */
const PROBLEMS: Readonly<Record<number, string>> = {
  403: 'This form does not come from this site.',
  404: 'There is no such page.',
  405: 'This page cannot be used that way.',
  413: 'The form is too long.',
  415: 'This is not a form.',
};

/** Thrown to answer with a status, and a page that says why. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(PROBLEMS[status]);
    this.status = status;
  }
}

/**
 * Every browser says which site a form comes from. This keeps other sites from submitting forms, also the one
 * with the password, to which SameSite does not apply:
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export async function readForm(request: IncomingMessage, origin: string): Promise<URLSearchParams> {
  if (request.headers.origin !== origin) {
    throw new Refusal(403);
  }
  if (request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== FORM) {
    throw new Refusal(415);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      throw new Refusal(413);
    }
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
