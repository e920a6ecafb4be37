/** Replaces the AWS URLs of a stack with those of this machine. */

export interface LocalUrls {
  /** Origins, without a trailing slash. */
  readonly pageUrl: string;
  readonly issuerUrl: string;
  /** Custom domain names of the page and the API. */
  readonly ownHosts: readonly string[];
}

const SIGN_IN_HOST = /https:\/\/[A-Za-z0-9-]+\.auth\.[a-z0-9-]+\.amazoncognito\.com/g;
const USER_POOL = /https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/[A-Za-z0-9_-]+/g;
const PAGE_HOST = /https:\/\/[A-Za-z0-9]+\.cloudfront\.net/g;
const API_HOST = /https:\/\/[A-Za-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g;

/** Replaces the origins of the Cognito sign-in and issuer, CloudFront, API Gateway and the custom domains. */
export function toLocalUrls(text: string, { pageUrl, issuerUrl, ownHosts }: LocalUrls): string {
  const localised = text
    .replace(SIGN_IN_HOST, issuerUrl)
    .replace(USER_POOL, issuerUrl)
    .replace(PAGE_HOST, pageUrl)
    .replace(API_HOST, pageUrl);
  return ownHosts.reduce((done, host) => done.replace(originOf(host), pageUrl), localised);
}

/** Does not match the beginning of a longer name, such as `https://a.example.com.au` for `a.example.com`. */
const originOf = (host: string): RegExp =>
  new RegExp(`https://${host.replaceAll('.', '\\.')}(?![A-Za-z0-9-]|\\.[A-Za-z0-9])`, 'g');
