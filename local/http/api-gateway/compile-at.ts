/** Compiles a method's mapping template; errors name the method. */
import type { MappingTemplate } from './vtl/render-template.ts';
import { compileTemplate } from './vtl/render-template.ts';

/** `path` is the method's, for the error message. @throws when the template is invalid or not supported */
export function compileAt(path: string, source: string): MappingTemplate {
  try {
    return compileTemplate(source);
  } catch (cause) {
    throw new Error(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
