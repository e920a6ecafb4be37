/** Synthesises Token Courier and runs it on this machine. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DUE_ATTRIBUTE, LOCAL_OPERATORS, localHooks, PRODUCT_NAME, rewriteFile } from './product.ts';
import type { CdkLocal, CdkLocalOptions } from './start-cdk-local.ts';
import { startCdkLocal } from './start-cdk-local.ts';
import { synthesise } from './synthesise.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface LocalOptions
  extends Omit<
    CdkLocalOptions,
    'assembly' | 'dueAttribute' | 'hooks' | 'name' | 'operators' | 'rewriteFile' | 'stack'
  > {
  /** `key=value`, as `cdk -c` takes them. */
  readonly context?: readonly string[];
  /** Folder of the cloud assembly, relative to the project like `persist`. Default `cdk.out`. */
  readonly output?: string;
  /** false: runs the assembly that is already in `output`. */
  readonly synth?: boolean;
}

export type LocalRuntime = CdkLocal;

/**
 * Synthesises and starts the stack. If a part fails, stops the parts that were already started.
 * @throws {SynthError}
 * @throws whatever startCdkLocal throws
 */
export function startLocal({ context, output, synth, persist, ...options }: LocalOptions = {}) {
  const folder = inProject(output ?? 'cdk.out');
  return startCdkLocal({
    ...options,
    ...(persist === undefined ? {} : { persist: inProject(persist) }),
    name: PRODUCT_NAME,
    operators: LOCAL_OPERATORS,
    hooks: localHooks,
    rewriteFile,
    dueAttribute: DUE_ATTRIBUTE,
    async assembly() {
      if (synth === false) {
        return folder;
      }
      options.onProgress?.('Synthesising the stack …');
      await synthesise({ output: folder, context: context ?? [], signal: options.signal });
      return folder;
    },
  });
}

const inProject = (path: string): string => resolve(ROOT, path);
