import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { requestLine } from '../src/api/call-route.ts';
import { codeInShell, curlOf } from '../src/export/curl.ts';

const BASE = 'https://courier.example.com/api';

/** What a real shell hands to curl. */
function argumentsOf(command: string): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const env = { ACCESS_TOKEN: 'secret-token', CODE: '096144' };
  return execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('copy as curl', () => {
  it('says what the console would send', () => {
    const line = requestLine('listTokens', { query: { user_id: 'ada & co', limit: 50 } });
    expect(curlOf(BASE, line)).toBe(
      `curl -sS --globoff -X GET 'https://courier.example.com/api/tokens?user_id=ada+%26+co&limit=50' \\\n  -H "Authorization: Bearer $ACCESS_TOKEN"`,
    );
  });

  it.each([
    `it's $(touch /tmp/x) \`id\` "quoted" \\ !! $HOME`,
    `'; rm -rf / #`,
    '@/etc/passwd',
    '-o /etc/passwd',
    'two\nlines\r\n\ttab',
    'שלום 🙂 ‮',
    '{a,b}[1-3]*?~',
    "''''",
    '\ue000ACCESS_TOKEN\ue000 \ue000CODE\ue000',
  ])('leaves %j to curl as it is', (purpose) => {
    const body = { user_id: purpose, purpose };
    const sent = argumentsOf(curlOf(BASE, requestLine('issueToken', { body })));
    expect(sent.slice(0, 5)).toEqual(['-sS', '--globoff', '-X', 'POST', `${BASE}/tokens`]);
    expect(sent.slice(5)).toEqual([
      '-H',
      'Authorization: Bearer secret-token',
      '-H',
      'Content-Type: application/json',
      '--data-raw',
      JSON.stringify(body),
    ]);
    const path = requestLine('unlockPerson', { params: { user_id: purpose } });
    const [, , , , url = ''] = argumentsOf(curlOf(BASE, path));
    expect(decodeURIComponent(url.split('/limits/')[1]?.split('/')[0] ?? url)).toContain(purpose);
  });

  it('leaves access token and code to variables of the shell', () => {
    const command = curlOf(
      BASE,
      requestLine('verifyToken', { body: { user_id: 'ada', token: codeInShell } }),
    );
    expect(command).toContain(`"token":"'"$CODE"'"`);
    expect(argumentsOf(command).at(-1)).toBe('{"user_id":"ada","token":"096144"}');
  });
});
