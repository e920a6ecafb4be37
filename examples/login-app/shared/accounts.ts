/** The app's own people and their passwords. Yours are in a database; nothing here knows of a second factor. */
import { scrypt, timingSafeEqual } from 'node:crypto';

export interface Account {
  readonly userId: string;
  readonly name: string;
  /** E.164. */
  readonly phoneNumber?: string;
}

export interface Accounts {
  find(userId: string): Account | undefined;
  /** Resolves to the account when user name and password are right. */
  signIn(userId: string, password: string): Promise<Account | undefined>;
}

interface StoredAccount extends Account {
  readonly salt: string;
  readonly hash: string;
}

/** README.md names the passwords of these made-up people. */
const ACCOUNTS: readonly StoredAccount[] = [
  {
    userId: 'ada.lovelace',
    name: 'Ada Lovelace',
    phoneNumber: '+12025550143',
    salt: 'LeoUruvqb9fDl4J8qYtuSA',
    hash: '5rB81m1Aik6bsybdQS8u_7aDjOuXmMTy7CwK7Vww0qI',
  },
  {
    userId: 'grace.hopper',
    name: 'Grace Hopper',
    salt: 'QqpWeo3pZcYUZ1bqRHgmTA',
    hash: 'lNb18YGL1cVDomSO-pmLN30XBY9n3r4iHZX6L2PrgTg',
  },
];

/** Compared with when there is no such account, so that the answer takes as long. */
const NOBODY = { salt: 'Yjt-btt3z7nrJlIE5aGDEg', hash: 'bDXlv8ZJmlEaAsP8Jz7cFx-xIyNF90lDqCPzJxfnYvg' };

/**
 * One of OWASP's configurations, the one with the least memory:
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
 */
const COST = { N: 2 ** 14, r: 8, p: 5 };

const find = (userId: string) => ACCOUNTS.find((account) => account.userId === userId);

export const accounts: Accounts = {
  find,
  async signIn(userId, password) {
    const account = find(userId);
    const { salt, hash } = account ?? NOBODY;
    const expected = Buffer.from(hash, 'base64url');
    const given = await hashOf(password, salt, expected.length);
    return timingSafeEqual(given, expected) ? account : undefined;
  },
};

const hashOf = (password: string, salt: string, bytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, bytes, COST, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
