import { describe, expect, it } from 'vitest';
import { limits } from '#protocol/limits.ts';
import { pick, seededRandom } from './seeded-random.ts';
import { type Page, World } from './world.ts';

function expectEverybodyTogether(pages: readonly Page[]): void {
  for (const page of pages) {
    const others = pages.filter((other) => other !== page);
    expect(page.state.members.map(({ id }) => id).sort()).toEqual(pages.map(({ state }) => state.me).sort());
    for (const other of others) {
      expect(page.engine.isReceiving(other.state.me, 'camera'), `${page.name} sees ${other.name}`).toBe(true);
    }
    expect(page.state.members.every(({ presence }) => presence === 'here')).toBe(true);
  }
}

function met(world: World, names: readonly string[]): Page[] {
  const { roomId } = world.openRoom();
  const pages = names.map((name) => world.openPage(name, roomId));
  world.settle();
  return pages;
}

describe('a meeting', () => {
  it('everybody sees and reads everybody', () => {
    const world = new World();
    const pages = met(world, ['Mina', 'Jiyeon', 'Tomas', 'Amara']);
    expectEverybodyTogether(pages);
    pages[0]?.say('hello');
    world.settle();
    expect(pages.slice(1).map(({ heard }) => heard.map(({ text }) => text))).toEqual([['hello'], ['hello'], ['hello']]);
  });

  it('the fifth is told that a direct call is full', () => {
    const world = new World();
    const { roomId } = world.openRoom(8);
    const pages = ['a', 'b', 'c', 'd', 'e'].map((name) => world.openPage(name, roomId));
    world.settle();
    expect(pages[4]?.refusal).toMatchObject({ code: 'direct-full', inside: 4, seats: 4 });
    expectEverybodyTogether(pages.slice(0, 4));
  });

  it('a restarted server touches no media and gives every seat back', () => {
    const world = new World();
    const pages = met(world, ['Mina', 'Jiyeon', 'Tomas']);
    const before = pages.map(({ state, engine }) => ({ me: state.me, descriptions: engine.descriptionsSent }));
    world.restartServer();
    pages[0]?.say('said while it was down');
    for (const page of pages) {
      for (const other of pages) {
        if (other !== page) expect(page.engine.isReceiving(other.state.me, 'camera')).toBe(true);
      }
    }
    world.settle();
    expectEverybodyTogether(pages);
    expect(pages.map(({ state, engine }) => ({ me: state.me, descriptions: engine.descriptionsSent }))).toEqual(before);
    expect(pages[1]?.heard.map(({ text }) => text)).toEqual(['said while it was down']);
  });

  it('a reloaded page takes its seat again and is one tile, not two', () => {
    const world = new World();
    const [mina, jiyeon] = met(world, ['Mina', 'Jiyeon']);
    if (mina === undefined || jiyeon === undefined) throw new Error('nobody came');
    const { roomId } = mina.state;
    jiyeon.vanish();
    const again = world.openPage('Jiyeon', roomId, jiyeon.resumeToken);
    world.settle();
    expect(again.state.me).toBe(jiyeon.state.me);
    expectEverybodyTogether([mina, again]);
  });

  it('a second tab takes the seat; the first gives up at once, also when it was offline meanwhile', () => {
    const world = new World();
    const [mina, jiyeon] = met(world, ['Mina', 'Jiyeon']);
    if (mina === undefined || jiyeon === undefined) throw new Error('nobody came');
    jiyeon.loseSocket();
    const tab = world.openPage('Jiyeon', mina.state.roomId, jiyeon.resumeToken);
    for (let turn = 0; turn < 50; turn += 1) tab.step();
    world.settle();
    expect(jiyeon.isIn).toBe(false);
    expectEverybodyTogether([mina, tab]);
  });

  it('leaves nothing behind when the last one is gone', () => {
    const world = new World();
    const pages = met(world, ['Mina', 'Jiyeon']);
    for (const page of pages) page.vanish();
    world.clock.advance(limits.seatKeptMs + limits.roomEmptyMs + 1_000);
    expect(world.rooms).toBe(0);
    expect(world.clock.pending()).toBe(0);
  });
});

describe('any schedule of joins, leaves, drops, reloads and restarts', () => {
  it('ends with everybody together and nothing said lost, doubled or out of order', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      try {
        runSchedule(seed);
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
  });
});

function runSchedule(seed: number): void {
  const random = seededRandom(seed);
  const world = new World(seed);
  const { roomId } = world.openRoom();
  let present = ['a', 'b'].map((name) => world.openPage(name, roomId));
  world.settle();
  let saidCount = 0;
  for (let turn = 0; turn < 250; turn += 1) {
    const page = pick(present, random);
    const roll = random();
    if (roll < 0.6) page.step();
    else if (roll < 0.7) world.network.flush();
    else if (roll < 0.8) world.clock.advance(Math.floor(random() * 300));
    else if (roll < 0.86 && page.isIn) {
      if (page.say(`${saidCount}`)) saidCount += 1;
    } else if (roll < 0.9 && page.isIn) page.loseSocket();
    else if (roll < 0.94) page.connect();
    else if (roll < 0.955 && present.length < 4) present.push(world.openPage(`p${turn}`, roomId));
    else if (roll < 0.965 && page.canLeave && present.filter(({ isIn }) => isIn).length > 2) {
      page.leave();
      present = present.filter((other) => other !== page);
    } else if (roll < 0.98 && page.isIn) {
      page.vanish();
      present = [...present.filter((other) => other !== page), world.openPage(page.name, roomId, page.resumeToken)];
    } else if (roll < 0.985) world.restartServer();
  }
  world.settle();
  expect(present.map(({ refusal }) => refusal)).toEqual(present.map(() => null));
  expectEverybodyTogether(present);
  for (const page of present) {
    for (const sender of new Set(page.heard.map(({ from }) => from))) {
      const numbers = page.heard.filter(({ from }) => from === sender).map(({ text }) => Number(text));
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    }
  }
}
