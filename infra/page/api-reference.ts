/** The description of the API as the API reference serves it: that of docs/, for this deployment. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Document } from 'yaml';
import { parseDocument } from 'yaml';

export const DESCRIPTION_FILE = 'openapi.yaml';

/** The page's build adds `reference.html`, if the reference is on; see web/vite.config.ts. */
export const REFERENCE_FILES = ['reference.html', DESCRIPTION_FILE] as const;

const DESCRIPTION = fileURLToPath(new URL('../../docs/openapi.yaml', import.meta.url));
const FLOWS = ['components', 'securitySchemes', 'oauth2', 'flows'] as const;

export interface ApiUrls {
  /** The API at the page's origin, which the reference may call. */
  readonly apiUrl: string;
  /** `https://…`: the host that signs people in and issues access tokens. */
  readonly signInUrl: string;
}

/** Kept, because parsing takes longer than the rest, and the deployments of one synth differ only in URLs. */
let parsed: Document.Parsed | undefined;

/** YAML. The URLs may be unresolved: they are filled in at deployment. */
export function describeApi({ apiUrl, signInUrl }: ApiUrls): string {
  parsed ??= parseDocument(
    readFileSync(DESCRIPTION, 'utf8').replaceAll('[problems.md](problems.md)', '[Problems](/problems.html)'),
  );
  const document = parsed.clone();
  document.set('servers', document.createNode([{ url: apiUrl }]));
  document.setIn(
    ['components', 'securitySchemes', 'oauth2', 'description'],
    'An access token as `Authorization: Bearer`.',
  );
  for (const flow of ['clientCredentials', 'authorizationCode']) {
    document.setIn([...FLOWS, flow, 'tokenUrl'], `${signInUrl}/oauth2/token`);
  }
  document.setIn([...FLOWS, 'authorizationCode', 'authorizationUrl'], `${signInUrl}/oauth2/authorize`);
  return document.toString({ lineWidth: 0 });
}
