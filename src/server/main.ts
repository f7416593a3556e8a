// The process: settings in, server up, address printed, signals heard, exit code out.
import { readSettings, type Settings } from './config.ts';
import { DataFolderError } from './data-folder.ts';
import { exitCodes } from './exit-codes.ts';
import { type Log, openLog } from './log.ts';
import { type RunningServer, startServer } from './server.ts';

/** A server that cannot close by itself is ended. */
const closeTimeoutMs = 9_000;

async function main(): Promise<void> {
  const read = readSettings(process.env);
  if (read.ok) await run(read.settings);
  else fail(exitCodes.badConfiguration.code, read.problem);
}

async function run(settings: Settings): Promise<void> {
  const log = openLog(settings.logLevel);
  // Input cannot reach these; a bug that does has no room to close, and ending everybody's call would not mend it.
  process.on('uncaughtException', (error) => log.error({ err: error }, 'uncaught'));
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled'));
  try {
    const server = await startServer(settings, { log });
    stopOnSignal(server, log);
    process.stdout.write(`Madang is open at ${server.url}\n`);
    log.info({ port: server.port, stunPort: server.stunPort }, 'started');
  } catch (error) {
    const [code, problem] = describeFailure(error, settings);
    fail(code, problem);
  }
}

function stopOnSignal(server: RunningServer, log: Log): void {
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) process.exit(exitCodes.ok.code);
    isStopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(exitCodes.ok.code), closeTimeoutMs).unref();
    void server.close().then(() => process.exit(exitCodes.ok.code));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function describeFailure(error: unknown, { port }: Settings): readonly [code: number, problem: string] {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return [exitCodes.portInUse.code, `PORT ${port} is in use by another process`];
  if (error instanceof DataFolderError) return [exitCodes.badConfiguration.code, error.message];
  return [exitCodes.failed.code, error instanceof Error ? error.message : String(error)];
}

function fail(code: number, problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exit(code);
}

await main();
