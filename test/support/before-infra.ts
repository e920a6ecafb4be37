import { makeRunFolder } from './run-folder.ts';
import { beginTemplates } from './templates.ts';

export default (): void => {
  makeRunFolder();
  beginTemplates();
  // For the workers: each file would load CDK's validation again, to print what it finds. It stays on in the
  // program that synthesises the templates, which fails when it finds an error.
  process.env.CDK_VALIDATION = 'false';
};
