// CPU time of a browser with all its processes, as Linux counts it (proc(5)): what they used themselves and what those
// that have ended used.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

interface ProcessTimes {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly seconds: number;
}

/** Seconds by kind of process: browser, renderer, gpu-process, utility … */
export type CpuSeconds = ReadonlyMap<string, number>;

/** Of the browsers that were started with these marks on their command lines, since they began. */
export function cpuSeconds(marks: readonly string[]): CpuSeconds {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readProcess(Number(name)) : []));
  const roots = all.filter(
    ({ command }) => marks.some((mark) => command.includes(mark)) && !command.includes('--type='),
  );
  const seconds = new Map<string, number>();
  const waiting = [...roots];
  const seen = new Set<number>();
  for (let process = waiting.pop(); process !== undefined; process = waiting.pop()) {
    const { pid, command } = process;
    if (seen.has(pid)) continue;
    seen.add(pid);
    const kind = /--type=([a-z-]+)/.exec(command)?.[1] ?? 'browser';
    seconds.set(kind, (seconds.get(kind) ?? 0) + process.seconds);
    waiting.push(...all.filter(({ parent }) => parent === pid));
  }
  return seconds;
}

export function total(seconds: CpuSeconds): number {
  return [...seconds.values()].reduce((sum, part) => sum + part, 0);
}

/** What was used between two readings, by kind. */
export function between(before: CpuSeconds, after: CpuSeconds): CpuSeconds {
  return new Map([...after].map(([kind, seconds]) => [kind, seconds - (before.get(kind) ?? 0)]));
}

function readProcess(pid: number): ProcessTimes[] {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name, in brackets, may hold spaces; the third field follows it.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, times] = [fields[1], fields.slice(11, 15)];
    return [{ pid, parent, command, seconds: times.reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond }];
  } catch {
    // It ended while it was read.
    return [];
  }
}
