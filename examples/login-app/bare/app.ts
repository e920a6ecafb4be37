/** Signs people in with a password. */
import type { Account } from '../shared/accounts.ts';
import type { AppParts } from '../shared/app-parts.ts';
import type { Notice } from '../shared/page.ts';
import { homePage, signInPage } from '../shared/pages.ts';
import type { Routes } from '../shared/serve.ts';

const SESSION_MS = 8 * 60 * 60 * 1000;
const NOTICE_MS = 60_000;
/** The same for an unknown user name and a wrong password: it must not tell who has an account. */
const NO_MATCH: Notice = { kind: 'mistake', text: 'User name and password do not match.' };

export function createApp(parts: AppParts): Routes {
  const { signatures, accounts, nowMs } = parts;
  const session = signatures.cookie<{ userId: string }>('session');
  const notice = signatures.cookie<Notice>('notice');

  const signIn = ({ userId }: Account) => ({
    redirect: '/',
    cookies: [session.set({ userId }, nowMs() + SESSION_MS)],
  });
  const refuse = (why: Notice) => ({
    redirect: '/sign-in',
    cookies: [notice.set(why, nowMs() + NOTICE_MS)],
  });

  return {
    'GET /': ({ cookies }) => {
      const account = accounts.find(session.read(cookies)?.userId ?? '');
      return account
        ? { page: homePage(account.name), cookies: [notice.clear()] }
        : { redirect: '/sign-in', cookies: [session.clear()] };
    },
    'GET /sign-in': ({ cookies }) =>
      session.read(cookies)
        ? { redirect: '/' }
        : { page: signInPage(notice.read(cookies)), cookies: [notice.clear()] },
    'POST /sign-in': async (visit) => {
      const { form } = visit;
      const account = await accounts.signIn(form.get('user') ?? '', form.get('password') ?? '');
      return account ? signIn(account) : refuse(NO_MATCH);
    },
    'POST /sign-out': () => ({ redirect: '/sign-in', cookies: [session.clear()] }),
  };
}
