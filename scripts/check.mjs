// `npm run check`: types, lint, dead code and unit tests, in under a minute.
import './steps/node-version.mjs';
import { runChecks } from './steps/checks.mjs';
import { install } from './steps/install.mjs';

await install();
const { passed, failed } = await runChecks();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
