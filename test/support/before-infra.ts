import { makeRunFolder } from './run-folder.ts';
import { beginTemplates } from './templates.ts';

export default (): void => {
  makeRunFolder();
  beginTemplates();
};
