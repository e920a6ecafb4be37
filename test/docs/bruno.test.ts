/** The Bruno collection, as Bruno's own parser reads it, against the API's description. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import lang from '@usebruno/lang';
import { BRUNO_FOLDER, brunoFiles } from '../../docs/build/bruno.ts';
import { routes } from '../support/api-document.ts';

const files = readdirSync(BRUNO_FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`)
  .sort();
const read = (path: string): string => readFileSync(path, 'utf8');

interface BrunoRequest {
  readonly http: { readonly method: string; readonly url: string; readonly auth: string };
  readonly params?: readonly { readonly name: string; readonly type: string; readonly enabled: boolean }[];
  readonly body?: { readonly json: string };
}

const requests = files
  .filter((path) => /\.bru$/.test(path) && !/(environments\/|folder\.bru|collection\.bru)/.test(path))
  .map((path) => ({ path, request: lang.bruToJsonV2(read(path)) as unknown as BrunoRequest }));

describe('the Bruno collection', () => {
  it('has every operation of openapi.yaml, in the folder of its tag, and nothing else', () => {
    const operations = routes.map(({ method, path, operation: { operationId, tags, security } }) => [
      `docs/bruno/${tags[0]}/${operationId}.bru`,
      method.toLowerCase(),
      `{{base_url}}${path.replaceAll('{', ':').replaceAll('}', '')}`,
      security.length > 0 ? 'inherit' : 'none',
    ]);
    const found = requests.map(({ path, request: { http } }) => [path, http.method, http.url, http.auth]);
    expect(found.sort()).toEqual(operations.sort());
  });

  it('sends what is required, and leaves out what is optional', () => {
    for (const { path, request } of requests) {
      const names = [...request.http.url.matchAll(/:(\w+)/g)].map(([, name]) => name);
      const sent = (request.params ?? []).filter(({ enabled }) => enabled);
      expect([path, sent.map(({ name, type }) => [name, type])]).toEqual([
        path,
        names.map((name) => [name, 'path']),
      ]);
      if (request.body !== undefined) {
        expect(JSON.parse(request.body.json)).toEqual(expect.any(Object));
      }
    }
    expect(requests.filter(({ request }) => request.body).length).toBeGreaterThan(3);
  });

  it.each(['Local', 'Deployed'])('names a secret in the environment %s, and holds none', (name) => {
    const { variables } = lang.bruToEnvJsonV2(read(`docs/bruno/environments/${name}.bru`)) as {
      variables: { name: string; value: string; secret: boolean }[];
    };
    expect(variables.filter(({ secret }) => secret)).toMatchObject([{ name: 'client_secret', value: '' }]);
    const { auth } = lang.collectionBruToJson(read('docs/bruno/collection.bru')) as {
      auth: { oauth2: Record<string, unknown> };
    };
    const used = Object.values(auth.oauth2).flatMap(
      (value) => /^\{\{(\w+)\}\}$/.exec(String(value))?.[1] ?? [],
    );
    expect(used).toEqual(['token_url', 'client_id', 'client_secret']);
    expect(variables.map((variable) => variable.name)).toEqual(expect.arrayContaining(used));
  });

  it('has no file that nothing generates', () => {
    const generated = brunoFiles(read('docs/openapi.yaml')).map(({ path }) => path);
    expect(files).toEqual(generated.sort());
  });
});
