import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { wrongPathCode } from '../../infra/page/wrong-paths/wrong-path-function.ts';
import { loadStack } from '../../local/cloudformation/load-stack.ts';
import { findStack } from '../../local/cloudformation/template.ts';
import { readBucketFiles } from '../../local/http/page/bucket-files.ts';
import { assemblyOf } from '../support/deployments.ts';

const isAsset = (path: string) => path.startsWith('/assets/');

describe('the files of the page', () => {
  it('are what the CloudFront function for wrong paths passes, and it names no others', async () => {
    const folder = assemblyOf('default');
    const stack = await loadStack(folder, await findStack(folder, 'AWS::CloudFront::Distribution'));
    const urls = { pageUrl: '', issuerUrl: '', ownHosts: [] };
    const uploaded = [...readBucketFiles(stack, urls).keys()].map((file) => `/${file}`);
    const passed = (uri: string): unknown => {
      const context = createContext({ event: { context: { requestId: '' }, request: { uri } } });
      return runInContext(`${wrongPathCode(true)}; handler(event).uri`, context);
    };
    expect(uploaded.filter((path) => passed(path) !== path)).toEqual([]);
    expect(uploaded.some(isAsset)).toBe(true);
    const named: string[] = runInContext(`${wrongPathCode(true)}; VALUES.paths`, createContext());
    expect([...named].sort()).toEqual(['/', ...uploaded.filter((path) => !isAsset(path))].sort());
  });
});
