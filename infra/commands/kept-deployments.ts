/**
 * What was deployed, kept for a rollback: the assemblies of a stack, in a folder of this machine. An assembly has
 * everything that a deployment needs, so going back to it builds nothing anew.
 *
 * The last few are kept. Pipelines, whose machines forget, keep the assembly as an artefact instead and hand it
 * over with `--assembly`.
 */
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Assembly } from './assembly.ts';
import { readAssembly } from './assembly.ts';

export const KEPT_FOLDER = '.deployments';
const KEPT = 5;

/** The main stack of a deployment. */
export interface Whose {
  readonly name: string;
  readonly region: string;
}

const folderOf = (root: string, { name, region }: Whose): string => join(root, `${name}-${region}`);

/** Keeps a copy, and deletes the oldest beyond the last few. Returns where it is. */
export function keepDeployment(root: string, assembly: Assembly, now: Date): string {
  const folder = folderOf(root, assembly.main);
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const kept = join(folder, `${time}-${assembly.version ?? 'unknown'}`);
  cpSync(assembly.folder, kept, {
    recursive: true,
    // CDK's own notes about the construct tree and running synths.
    filter: (file) => !/^(tree\.json|.*\.lock)$/.test(basename(file)),
  });
  for (const old of keptFolders(folder).slice(KEPT)) {
    rmSync(join(folder, old), { recursive: true });
  }
  return kept;
}

/** Of the stack, newest first. */
export function keptDeployments(root: string, whose: Whose): Assembly[] {
  const folder = folderOf(root, whose);
  return keptFolders(folder).map((name) => readAssembly(join(folder, name)));
}

const keptFolders = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).sort().reverse() : [];
