// `npm start`: brings everything up to date, then is the server. Needs nothing but Node.js and npm.
import './steps/node-version.mjs';
import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';

await install();
if (!(await build())) process.exit(1);

// In this very process, so that signals and the exit code are the server's own.
await import(new URL('../dist/server/main.js', import.meta.url).href);
