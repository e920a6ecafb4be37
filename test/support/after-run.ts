import { removeRunFolder } from './run-folder.ts';
import { templatesEnded } from './templates.ts';

export default async (): Promise<void> => {
  // Whoever still writes would make the folder again.
  await templatesEnded();
  removeRunFolder();
};
