/** Points the URLs that AWS would have at what stands in for it on this machine. */

export interface LocalUrls {
  /** Origins, without a slash. */
  readonly pageUrl: string;
  readonly issuerUrl: string;
  /** Host names of the page's and the API's own domains. */
  readonly ownHosts: readonly string[];
}

const SIGN_IN_HOST = /https:\/\/[A-Za-z0-9-]+\.auth\.[a-z0-9-]+\.amazoncognito\.com/g;
const USER_POOL = /https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/[A-Za-z0-9_-]+/g;
const PAGE_HOST = /https:\/\/[A-Za-z0-9]+\.cloudfront\.net/g;
const API_HOST = /https:\/\/[A-Za-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g;

/** Replaces the Cognito sign-in host and issuer, and the hosts of CloudFront, API Gateway and own domains. */
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
