// `npm start`: brings everything up to date, then is the server. Needs nothing but Node.js and npm.
import './steps/node-version.mjs';
import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';

const launcher = process.ppid;

await install();
if (!(await build())) process.exit(1);

// A signal to npm ends npm and the shell between us, and reaches nobody else: who is left alone has been asked to stop.
if (process.env['npm_lifecycle_event'] === 'start') {
  const looking = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  looking.unref();
}

// In this very process, so that signals and the exit code are the server's own.
await import(new URL('../dist/server/main.js', import.meta.url).href);
