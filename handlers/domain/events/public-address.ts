/**
 * Whether an address is on the public internet. A receiver's name can lead anywhere, also to what only this function
 * can reach, and it can lead elsewhere at each look-up. So the very address that is connected to is asked about.
 * https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/** What IANA gives out, less what is special within it; the rest of IPv6 is not the internet. */
const UNICAST_IPV6 = ['2000::', 3] as const;
const SPECIAL_IPV6: readonly (readonly [string, number])[] = [
  // Protocol assignments, Teredo among them, which hides an IPv4 address, as 6to4 does.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [net, bits] of SPECIAL_IPV4) {
  special.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of SPECIAL_IPV6) {
  special.addSubnet(net, bits, 'ipv6');
}
const unicast = new BlockList();
unicast.addSubnet(...UNICAST_IPV6, 'ipv6');

export const isPublicAddress = (address: string): boolean =>
  (isIPv4(address) && !special.check(address, 'ipv4')) ||
  (isIPv6(address) && unicast.check(address, 'ipv6') && !special.check(address, 'ipv6'));
