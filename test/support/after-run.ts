import { removeRunFolder } from './run-folder.ts';
import { templatesEnded } from './templates.ts';

export default async (): Promise<void> => {
  // A synth that is still writing would create the folder again.
  await templatesEnded();
  removeRunFolder();
};
