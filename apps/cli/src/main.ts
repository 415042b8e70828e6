import { runLine } from './run.js';

process.exitCode = await runLine(process.argv.slice(2));
