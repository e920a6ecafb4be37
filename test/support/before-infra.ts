import { runProgram } from './run-program.ts';

export default (): Promise<void> => runProgram('synth-templates.ts');
