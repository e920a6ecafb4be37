/** Reads the parts of a synthesised template and its asset manifest that the runtime needs. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const FALLBACK_REGION = 'us-east-1';

export type JsonObject = Record<string, unknown>;

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly Metadata?: JsonObject;
  readonly Condition?: string;
}

export interface Template {
  readonly Resources: Record<string, TemplateResource>;
  readonly Parameters?: Record<string, { readonly Type: string; readonly Default?: unknown }>;
  readonly Conditions?: JsonObject;
  readonly Outputs?: Record<string, TemplateOutput>;
}

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
}

export interface SynthesisedStack {
  readonly region: string;
  readonly template: Template;
  /** From S3 key to the absolute path of the file or folder in cdk.out. */
  readonly assetPaths: ReadonlyMap<string, string>;
}

interface AssetManifest {
  readonly files?: Record<
    string,
    { source: { path?: string }; destinations: Record<string, { objectKey: string }> }
  >;
}

interface CloudAssembly {
  readonly artifacts?: Record<
    string,
    { type: string; environment?: string; properties?: { templateFile?: string } }
  >;
}

/**
 * Reads what `cdk synth` wrote for one stack.
 * @throws when the folder or the stack does not exist; the message lists the stacks that do
 */
export async function readSynthesisedStack(cdkOutDir: string, stackName: string): Promise<SynthesisedStack> {
  const assembly = await readJson<CloudAssembly>(join(cdkOutDir, 'manifest.json'));
  const artifact = assembly.artifacts?.[stackName];
  if (artifact?.type !== 'aws:cloudformation:stack') {
    const known = stacksOf(assembly).join(', ') || 'none';
    throw new Error(`${cdkOutDir} has no stack ${stackName}; it has ${known}.`);
  }
  const template = await readTemplate(cdkOutDir, assembly, stackName);
  const assets = await readJson<AssetManifest>(join(cdkOutDir, `${stackName}.assets.json`));
  return { region: regionOf(artifact.environment), template, assetPaths: assetPaths(cdkOutDir, assets) };
}

/**
 * The name of the assembly's only stack with a resource of the type.
 * @throws when no stack or more than one has such a resource
 */
export async function findStack(cdkOutDir: string, resourceType: string): Promise<string> {
  const assembly = await readJson<CloudAssembly>(join(cdkOutDir, 'manifest.json'));
  const found: string[] = [];
  for (const stackName of stacksOf(assembly)) {
    const { Resources = {} } = (await readTemplate(cdkOutDir, assembly, stackName)) as Partial<Template>;
    if (Object.values(Resources).some(({ Type }) => Type === resourceType)) {
      found.push(stackName);
    }
  }
  const [name, ...more] = found;
  if (name !== undefined && more.length === 0) {
    return name;
  }
  throw new Error(
    `${cdkOutDir} must have one stack with ${resourceType}; it has ${found.join(', ') || 'none'}.`,
  );
}

const stacksOf = ({ artifacts = {} }: CloudAssembly): string[] =>
  Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([name]) => name);

const readTemplate = (
  cdkOutDir: string,
  { artifacts }: CloudAssembly,
  stackName: string,
): Promise<Template> =>
  readJson(join(cdkOutDir, artifacts?.[stackName]?.properties?.templateFile ?? `${stackName}.template.json`));

async function readJson<T>(path: string): Promise<T> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (cause) {
    throw new Error(`${path} cannot be read. Run \`npx cdk synth\` first.`, { cause });
  }
}

/** Parses `aws://<account>/<region>`; in an environment-agnostic stack, the region is `unknown-region`. */
function regionOf(environment: string | undefined): string {
  const region = environment?.split('/').at(-1) ?? '';
  return /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? region : FALLBACK_REGION;
}

function assetPaths(cdkOutDir: string, { files = {} }: AssetManifest): Map<string, string> {
  return new Map(
    Object.values(files).flatMap(({ source, destinations }) =>
      Object.values(destinations).map(({ objectKey }): [string, string] => [
        objectKey,
        resolve(cdkOutDir, source.path ?? ''),
      ]),
    ),
  );
}
