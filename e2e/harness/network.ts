// A small network on this machine: a yard that routes, and houses behind it, each a network namespace with one address.
// A house can be cut off in both directions without its programs noticing anything but silence. Needs root.
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './programs.ts';

const execute = promisify(execFile);
/** Where `ip netns` keeps their names. */
const namespacesFolder = '/run/netns';

export interface House {
  readonly address: string;
  /** A program that starts `program` inside this house and hands its arguments on. */
  starterOf(program: string): string;
  /** From now on nothing goes in or out; resolves when it is so. */
  cutOff(): Promise<void>;
  reconnect(): Promise<void>;
}

export interface Yard {
  /** Of this process's own network as the houses see it: servers started here are reached by it. */
  readonly address: string;
  addHouse(): Promise<House>;
  remove(): Promise<void>;
}

/** Removing a namespace takes the kernel a while: the next yard must not need the names of the last. */
let yards = 0;

export async function openYard(): Promise<Yard> {
  await removeForsaken();
  yards += 1;
  const net = `10.${100 + ((process.pid + yards) % 150)}`;
  const yard = `madang${process.pid}-${yards}`;
  const gate = `md${process.pid}-${yards}`;
  const folder = mkdtempSync(join(tmpdir(), 'madang-net-'));
  const houses: string[] = [];

  await ip('netns', 'add', yard);
  // A veth pair's names must be free in both namespaces and are at most 15 characters.
  await ip('link', 'add', gate, 'type', 'veth', 'peer', 'name', 'home', 'netns', yard);
  await ip('addr', 'add', `${net}.0.1/30`, 'dev', gate);
  await ip('link', 'set', gate, 'up');
  await ip('-n', yard, 'addr', 'add', `${net}.0.2/30`, 'dev', 'home');
  await ip('-n', yard, 'link', 'set', 'home', 'up');
  await inside(yard, 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
  await ip('route', 'add', `${net}.0.0/16`, 'via', `${net}.0.2`);

  return {
    address: `${net}.0.1`,
    async addHouse() {
      const number = houses.length + 1;
      const house = `${yard}-${number}`;
      houses.push(house);
      await buildHouse(yard, house, `h${number}`, `${net}.${number}`);
      return describeHouse({ yard, house, door: `h${number}`, address: `${net}.${number}.1`, folder });
    },
    async remove() {
      // With a namespace go its end of every pair, and with that the pair and its routes.
      for (const namespace of [...houses, yard]) await ip('netns', 'del', namespace);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a run left behind that was killed: its addresses could be ours. */
async function removeForsaken(): Promise<void> {
  for (const namespace of existsSync(namespacesFolder) ? readdirSync(namespacesFolder) : []) {
    const owner = /^madang(\d+)(?:-\d+)?$/.exec(namespace)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) await ip('netns', 'del', namespace);
  }
}

async function buildHouse(yard: string, house: string, door: string, net: string): Promise<void> {
  await ip('netns', 'add', house);
  await ip('-n', yard, 'link', 'add', door, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', house);
  await ip('-n', yard, 'addr', 'add', `${net}.2/30`, 'dev', door);
  await ip('-n', yard, 'link', 'set', door, 'up');
  await ip('-n', house, 'addr', 'add', `${net}.1/30`, 'dev', 'eth0');
  await ip('-n', house, 'link', 'set', 'eth0', 'up');
  await ip('-n', house, 'link', 'set', 'lo', 'up');
  // Firefox gathers no candidates without a default route.
  await ip('-n', house, 'route', 'add', 'default', 'via', `${net}.2`);
}

interface HouseParts {
  readonly yard: string;
  readonly house: string;
  readonly door: string;
  readonly address: string;
  readonly folder: string;
}

function describeHouse({ yard, house, door, address, folder }: HouseParts): House {
  const table = `cut_${door}`;
  return {
    address,
    starterOf(program) {
      const path = join(folder, `${house}-${program.replaceAll('/', '-')}`);
      writeFileSync(path, `#!/bin/sh\nexec ${findProgram('ip')} netns exec ${house} ${program} "$@"\n`);
      chmodSync(path, 0o755);
      return path;
    },
    async cutOff() {
      // On the way through the yard: a packet dropped where it is sent would be an error to its sender, not silence.
      const rules = `add table ip ${table}
add chain ip ${table} through { type filter hook forward priority 0; }
add rule ip ${table} through iifname "${door}" drop
add rule ip ${table} through oifname "${door}" drop`;
      await inside(yard, findProgram('nft'), rules);
    },
    async reconnect() {
      await inside(yard, findProgram('nft'), `delete table ip ${table}`);
    },
  };
}

async function inside(namespace: string, program: string, ...args: readonly string[]): Promise<void> {
  await ip('netns', 'exec', namespace, program, ...args);
}

async function ip(...args: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('Network namespaces need root: run these tests as root.');
  await execute(findProgram('ip'), [...args]);
}
