/** Rules for every response that the smoke test received. */
import { PROBLEM_MEDIA_TYPE } from '../../../handlers/contract/problem-document.ts';
import type { Check } from '../check.ts';
import type { Answer } from '../http-client.ts';
import { CheckFailed } from '../outcome.ts';
import type { Walk } from '../walk.ts';

const KEYS_PATH = '/.well-known/jwks.json';
const SHOWN_AT_MOST = 5;
/** Returned by the firewall, which has no request id and sends plain JSON. */
const FIREWALL_CODES: readonly unknown[] = ['blocked', 'throttled', 'body_too_large'];

export const EVERY_ANSWER_CHECKS: readonly Check[] = [
  {
    name: 'every error is a problem document with a request_id',
    needs: [],
    run: async (walk) =>
      all(
        apiAnswers(walk).filter(({ status }) => status >= 400),
        (answer) => (isProblem(answer) ? undefined : 'is not a problem document with a request_id'),
      ),
  },
  {
    name: 'no response of the API may be cached, except the keys of receipts',
    needs: [],
    run: async (walk) =>
      all(apiAnswers(walk), ({ request, status, headers }) => {
        const isForAll = status === 200 && request.endsWith(KEYS_PATH);
        const wanted = isForAll ? 'public' : 'no-store';
        const given = headers.get('cache-control') ?? '';
        return given.includes(wanted) ? undefined : `has no Cache-Control: ${wanted}`;
      }),
  },
  {
    name: 'no response contains a code, number or access token that it should not',
    needs: [],
    run: async (walk) => all(walk.client.answers, (answer) => leakOf(answer, walk)),
  },
];

const apiAnswers = ({ client }: Walk) => client.answers.filter(({ server }) => server === 'api');

/** @throws {CheckFailed} naming the first responses that break the rule */
function all(answers: readonly Answer[], ruleBrokenBy: (answer: Answer) => string | undefined): string {
  const broken = answers.flatMap((answer) => {
    const rule = ruleBrokenBy(answer);
    return rule === undefined ? [] : [`${answer.request} (${answer.status}) ${rule}`];
  });
  if (broken.length === 0) {
    return `${answers.length} responses`;
  }
  const more = broken.length > SHOWN_AT_MOST ? [`and ${broken.length - SHOWN_AT_MOST} more`] : [];
  throw new CheckFailed([...broken.slice(0, SHOWN_AT_MOST), ...more].join('\n    '));
}

function isProblem(answer: Answer): boolean {
  // A response to HEAD has no body.
  if (answer.request.startsWith('HEAD ')) {
    return true;
  }
  const type = answer.headers.get('content-type')?.split(';', 1)[0];
  const isText = (name: string) => typeof answer.member(name) === 'string' && answer.member(name) !== '';
  const isDocument =
    ['type', 'title', 'detail', 'code'].every(isText) && answer.member('status') === answer.status;
  const isFromFirewall = type === 'application/json' && FIREWALL_CODES.includes(answer.member('code'));
  return isDocument && (isFromFirewall || (type === PROBLEM_MEDIA_TYPE && isText('request_id')));
}

function leakOf({ text, headers, shows }: Answer, { options, secrets }: Walk): string | undefined {
  const whole = `${text}\n${[...headers].flat().join('\n')}`;
  const { testDestination, clientSecret } = options;
  if (testDestination !== undefined) {
    const { phoneNumber, token } = testDestination;
    if (!shows.includes('number') && whole.includes(phoneNumber.slice(1))) {
      return 'contains the full number';
    }
    // Ids and times contain digits too, so only a code that stands alone counts.
    const code = new RegExp(`(?<![\\w.-])${token}(?![\\w-])`);
    if (!shows.includes('token') && code.test(whole)) {
      return 'contains the code';
    }
  }
  const isShown = (secret: string) => secret !== clientSecret && shows.includes('access-token');
  const isLeaked = [...secrets].some((secret) => whole.includes(secret) && !isShown(secret));
  return isLeaked ? "contains an access token or the client's secret" : undefined;
}
