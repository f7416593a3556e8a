// `npm run docs`: writes the tables of docs/ anew from the schemas and settings.
import './steps/node-version.mjs';
import { install } from './steps/install.mjs';

await install();
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('./docs/pages.ts') }} */
const { module } = await runnerImport('./scripts/docs/pages.ts');
module.writePages();
