// What the process says with its exit code. docs/operating.md is generated from this.
export const exitCodes = {
  ok: { code: 0, says: 'Stopped as asked (SIGTERM, SIGINT).' },
  failed: { code: 1, says: 'Could not start or could not go on; the last log line says why.' },
  badConfiguration: { code: 2, says: 'A setting is wrong; the line on standard error names it.' },
  portInUse: { code: 3, says: 'Another process has the port (setting PORT).' },
} as const;
