/** Reads a method's request validator and compiles its models. */
import { Ajv } from 'ajv';
import type { Resource } from '../../cloudformation/load-stack.ts';
import { toObject, toText, toTextMap } from '../json-values.ts';
import type { RequestRules } from './validate-request.ts';

/** One for all models: each one compiles JSON Schema's own schema first, which takes longer than any model. */
const AJV = new Ajv({ strict: false, logger: false, addUsedSchema: false });

type Check = (document: unknown) => boolean;

/** The models that every API has; here they accept any body. */
const BUILT_IN = new Set(['Empty', 'Error']);

/** @throws when a model is not a JSON schema that this runtime can check */
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
  // Models are JSON Schema draft 4, which ajv does not know; it treats the keywords used here the same.
  const {
    $schema: _draft,
    id: _id,
    ...schema
  } = toObject(typeof source === 'string' ? JSON.parse(source) : source);
  try {
    const validate = AJV.compile(schema);
    return (document) => validate(document) === true;
  } catch (cause) {
    throw new Error(`${method.path}: the model ${name} cannot be checked locally: ${String(cause)}`, {
      cause,
    });
  }
}
