import { makeRunFolder } from './run-folder.ts';
import { runProgram } from './run-program.ts';

export default async (): Promise<void> => {
  makeRunFolder();
  await runProgram('synth-templates.ts');
};
