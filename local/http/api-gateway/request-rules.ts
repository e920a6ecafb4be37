/** Reads a method's request validator and compiles its models. */
import { Ajv } from 'ajv';
import type { Resource } from '../../cloudformation/load-stack.ts';
import { toObject, toText, toTextMap } from '../json-values.ts';
import type { RequestRules } from './validate-request.ts';

type Check = (document: unknown) => boolean;

/** Models that every API has: `Empty` lets everything pass. */
const BUILT_IN = new Set(['Empty', 'Error']);

/** @throws when a model is not a JSON schema that can be checked here */
export function readRequestRules(method: Resource, byRef: ReadonlyMap<string, Resource>): RequestRules {
  const { RequestValidatorId, RequestParameters, RequestModels } = method.properties;
  const validator = byRef.get(toText(RequestValidatorId))?.properties ?? {};
  const validatesBody = String(validator.ValidateRequestBody) === 'true';
  const models = validatesBody ? Object.entries(toTextMap(RequestModels)) : [];
  return {
    validatesBody,
    validatesParameters: String(validator.ValidateRequestParameters) === 'true',
    requiredParameters: Object.entries(toTextMap(RequestParameters))
      .filter(([, isRequired]) => isRequired === 'true')
      .map(([name]) => name),
    models: new Map(models.map(([contentType, name]) => [contentType, compileModel(name, method, byRef)])),
  };
}

function compileModel(name: string, method: Resource, byRef: ReadonlyMap<string, Resource>): Check {
  if (BUILT_IN.has(name)) {
    return () => true;
  }
  const source = byRef.get(name)?.properties.Schema;
  // Models are draft 4, which ajv has no name for; the keywords in use here mean the same to it.
  const {
    $schema: _draft,
    id: _id,
    ...schema
  } = toObject(typeof source === 'string' ? JSON.parse(source) : source);
  try {
    const validate = new Ajv({ strict: false, logger: false }).compile(schema);
    return (document) => validate(document) === true;
  } catch (cause) {
    throw new Error(`${method.path}: the model ${name} cannot be checked locally: ${String(cause)}`, {
      cause,
    });
  }
}
