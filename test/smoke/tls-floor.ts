/** Finds the lowest TLS version that a host accepts, by offering one at a time. */
import { once } from 'node:events';
import { isIP } from 'node:net';
import type { SecureVersion } from 'node:tls';
import { connect } from 'node:tls';

const VERSIONS: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const TIMEOUT_MS = 10_000;
/** At its default security level, OpenSSL refuses TLS 1.0 and 1.1. */
const CIPHERS = 'ALL:@SECLEVEL=0';

/** @throws when the host accepts none */
export async function lowestTlsVersion(url: string): Promise<SecureVersion> {
  for (const version of VERSIONS) {
    if (await accepts(new URL(url), version)) {
      return version;
    }
  }
  throw new Error(`${new URL(url).host} accepts no version of TLS`);
}

async function accepts({ hostname, port }: URL, version: SecureVersion): Promise<boolean> {
  const socket = connect({
    host: hostname,
    port: Number(port || 443),
    ...(isIP(hostname) ? {} : { servername: hostname }),
    minVersion: version,
    maxVersion: version,
    ciphers: CIPHERS,
    // This connection only tests the version; every other request verifies the certificate.
    rejectUnauthorized: false,
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
