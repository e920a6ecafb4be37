/** Compiles a method's mapping template; errors name the method. */
import type { MappingTemplate } from './vtl/render-template.ts';
import { compileTemplate } from './vtl/render-template.ts';

/** `path` is the method's, for the message. @throws when the template is not valid or not supported */
export function compileAt(path: string, source: string): MappingTemplate {
  try {
    return compileTemplate(source);
  } catch (cause) {
    throw new Error(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
