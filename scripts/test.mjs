// `npm test`: everything that is needed, then everything that can be checked. Ends with one line of counts.
import './steps/node-version.mjs';
import { build } from './steps/build.mjs';
import { runChecks, runVitest, sum } from './steps/checks.mjs';
import { install } from './steps/install.mjs';
import { checkSizes } from './steps/size-budget.mjs';
import { installSystemPackages } from './steps/system-packages.mjs';

const passed = { passed: 1, failed: 0 };
const failed = { passed: 0, failed: 1 };

await install();
const tallies = [await runChecks()];
const [hasPrograms, isBuilt] = [await installSystemPackages(), await build()];
tallies.push(isBuilt ? passed : failed);
if (isBuilt) tallies.push(checkSizes());
if (isBuilt && hasPrograms) tallies.push(await runVitest('vitest.e2e.config.ts', { isShown: true }));
else tallies.push(failed);

const total = sum(tallies);
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
