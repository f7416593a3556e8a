import { describe, expect, it } from 'vitest';
import type { Member, RosterChange } from '#protocol/session.ts';
import { memberId, sessionId, someJoin, someMember, someRoom } from '../testing/room-words.ts';
import { advanceCall, beginCall, type CallEffect, type CallEvent } from './call.ts';
import type { LinkSample } from './ports.ts';
import { type CallState, callPath } from './state.ts';

const mina = someMember('mina');
const jiyeon = someMember('jiyeon', { joinedAtMs: 500 });
const tomas = someMember('tomas', { joinedAtMs: 2_000 });

const calm: LinkSample = {
  roundTripMs: 20,
  jitterMs: 1,
  receivedLoss: 0,
  sentLoss: 0,
  receivedKbps: 900,
  sentVideoKbps: 900,
  availableKbps: 3_000,
  receivedFps: 30,
  isRelayed: false,
};

class Rehearsal {
  state: CallState;
  effects: readonly CallEffect[];

  constructor(members: readonly Member[], me: Member = mina) {
    const begun = beginCall(someJoin(me, members), 0);
    this.state = begun.state;
    this.effects = begun.effects;
  }

  say(event: CallEvent): this {
    const { state, effects } = advanceCall(this.state, event);
    this.state = state;
    this.effects = effects;
    return this;
  }

  roster(change: RosterChange, version = (this.state.version ?? 0) + 1): this {
    return this.say({ kind: 'roster', fact: { version, change }, nowMs: 10 });
  }

  up(member: Member): this {
    return this.say({ kind: 'phase', member: member.id, phase: 'up', nowMs: 20 });
  }

  of<K extends CallEffect['kind']>(kind: K): readonly Extract<CallEffect, { kind: K }>[] {
    return this.effects.filter((effect): effect is Extract<CallEffect, { kind: K }> => effect.kind === kind);
  }
}

describe('who calls whom', () => {
  it('the newcomer offers to everybody inside', () => {
    const call = new Rehearsal([jiyeon, tomas, mina]);
    expect(call.of('link').map(({ peer, initiates }) => [peer.member, initiates])).toEqual([
      [jiyeon.id, true],
      [tomas.id, true],
    ]);
  });

  it('those inside wait for the offer of the newcomer', () => {
    const call = new Rehearsal([mina]).roster({ kind: 'joined', member: jiyeon });
    expect(call.of('link')).toMatchObject([{ peer: { member: jiyeon.id }, initiates: false }]);
  });

  it('exactly one of a pair is polite', () => {
    const here = new Rehearsal([jiyeon, mina], mina).of('link')[0]?.isPolite;
    const there = new Rehearsal([jiyeon, mina], jiyeon).of('link')[0]?.isPolite;
    expect(here).not.toBe(there);
  });

  it('a reloaded page is linked anew, the same page is not', () => {
    const call = new Rehearsal([jiyeon, mina]);
    call.roster({ kind: 'changed', member: { ...jiyeon, presence: 'reconnecting' } });
    expect(call.of('link')).toEqual([]);
    call.roster({ kind: 'changed', member: { ...jiyeon, session: sessionId('again') } });
    expect(call.of('link')).toMatchObject([{ peer: { session: sessionId('again') }, initiates: false }]);
  });

  it('whoever leaves is unlinked', () => {
    const call = new Rehearsal([jiyeon, mina]).roster({ kind: 'left', id: jiyeon.id, reason: 'left' });
    expect(call.of('unlink')).toEqual([{ kind: 'unlink', member: jiyeon.id }]);
    expect(call.state.links.size).toBe(0);
  });

  it('an unanswered offer is said again to somebody who is back', () => {
    const call = new Rehearsal([jiyeon, mina]);
    call.roster({ kind: 'changed', member: { ...jiyeon, presence: 'reconnecting' } });
    call.roster({ kind: 'changed', member: jiyeon });
    expect(call.of('repeat-signals')).toEqual([{ kind: 'repeat-signals', member: jiyeon.id }]);
  });

  it("a stranger's signal and one of an older page go nowhere", () => {
    const call = new Rehearsal([jiyeon, mina]);
    const signal = { kind: 'offer', attempt: 0, id: 1, sdp: 'v=0' } as const;
    call.say({ kind: 'signal', fact: { from: memberId('nobody'), session: sessionId('nobody'), signal } });
    expect(call.effects).toEqual([]);
    call.say({ kind: 'signal', fact: { from: jiyeon.id, session: sessionId('older'), signal } });
    expect(call.effects).toEqual([]);
    call.say({ kind: 'signal', fact: { from: jiyeon.id, session: jiyeon.session, signal } });
    expect(call.of('receive')).toHaveLength(1);
  });
});

describe('a socket that is away', () => {
  it('touches no link when it goes and none when it is back', () => {
    const call = new Rehearsal([jiyeon, mina]).up(jiyeon);
    call.say({ kind: 'signaling-down', nowMs: 100, retryAtMs: 350 });
    expect(call.effects).toEqual([]);
    expect(callPath(call.state)).toBe('direct');
    call.say({ kind: 'reentered', answer: { ...someJoin(mina, [jiyeon, mina]), resumed: true }, nowMs: 900 });
    expect(call.of('unlink')).toEqual([]);
    expect(call.of('link')).toEqual([]);
    expect(call.state.signaling).toEqual({ phase: 'up' });
  });

  it('remembers since when it is away over several tries', () => {
    const call = new Rehearsal([mina]);
    call.say({ kind: 'signaling-down', nowMs: 100, retryAtMs: 350 });
    call.say({ kind: 'signaling-down', nowMs: 400, retryAtMs: null });
    expect(call.state.signaling).toEqual({ phase: 'down', sinceMs: 100, retryAtMs: null });
  });

  it('keeps those that a rebuilt room does not name yet, until it has settled', () => {
    const call = new Rehearsal([jiyeon, tomas, mina]).up(jiyeon).up(tomas);
    const rebuilt = someJoin(mina, [mina, jiyeon], { version: 2, settlesInMs: 5_000 });
    call.say({ kind: 'reentered', answer: { ...rebuilt, resumed: true }, nowMs: 1_000 });
    expect(call.of('unlink')).toEqual([]);
    expect(call.state.members.find(({ id }) => id === tomas.id)?.presence).toBe('reconnecting');
    expect(call.of('sync')).toEqual([{ kind: 'sync', atMs: 6_500 }]);
    call.say({ kind: 'synced', room: someRoom([mina, jiyeon], { version: 3 }), nowMs: 6_500 });
    expect(call.of('unlink')).toEqual([{ kind: 'unlink', member: tomas.id }]);
  });

  it('ends the call when the seat was given away meanwhile', () => {
    const call = new Rehearsal([mina]);
    call.say({ kind: 'reentered', answer: someJoin(tomas, [tomas]), nowMs: 1 });
    expect(call.state.ended).toBe('seat-lost');
    expect(call.of('stop')).toHaveLength(1);
  });
});

describe('a gap in the versions', () => {
  it('asks for the whole room once and hears nothing until it has it', () => {
    const call = new Rehearsal([mina]).roster({ kind: 'joined', member: jiyeon }, 5);
    expect(call.of('sync')).toEqual([{ kind: 'sync', atMs: 10 }]);
    call.roster({ kind: 'joined', member: tomas }, 6);
    expect(call.effects).toEqual([]);
    call.say({ kind: 'synced', room: someRoom([jiyeon, mina], { version: 6 }), nowMs: 20 });
    expect(call.state.members.map(({ name }) => name)).toEqual(['jiyeon', 'mina']);
    call.roster({ kind: 'joined', member: tomas }, 7);
    expect(call.state.members).toHaveLength(3);
  });

  it('ignores what it knows already', () => {
    const call = new Rehearsal([jiyeon, mina]).roster({ kind: 'left', id: jiyeon.id, reason: 'left' }, 1);
    expect(call.state.members).toHaveLength(2);
  });
});

describe('the call path line', () => {
  it('says that nothing is sent while nobody is connected', () => {
    expect(callPath(new Rehearsal([mina]).state)).toBe('nothing');
    expect(callPath(new Rehearsal([jiyeon, mina]).state)).toBe('nothing');
  });

  it('says direct, relayed, reconnecting as the links are', () => {
    const call = new Rehearsal([jiyeon, mina]).up(jiyeon);
    expect(callPath(call.state)).toBe('direct');
    call.say({ kind: 'sample', member: jiyeon.id, sample: { ...calm, isRelayed: true }, nowMs: 3_000 });
    expect(callPath(call.state)).toBe('relayed');
    call.say({ kind: 'phase', member: jiyeon.id, phase: 'restarting', nowMs: 3_000 });
    expect(callPath(call.state)).toBe('reconnecting');
  });
});

describe('how large the camera is sent', () => {
  it('720p to one, 360p at most to each of two or three', () => {
    const call = new Rehearsal([jiyeon, mina]).up(jiyeon);
    expect(call.say({ kind: 'sample', member: jiyeon.id, sample: calm, nowMs: 3_000 }).of('cap')[0]?.cap.height).toBe(
      720,
    );
    call.roster({ kind: 'joined', member: tomas });
    const caps = call.of('cap');
    expect(caps.map(({ member }) => member).sort()).toEqual([jiyeon.id, tomas.id].sort());
    for (const { cap } of caps) expect(cap.height).toBeLessThanOrEqual(360);
  });
});

it('what a blackout lost does not make the picture smaller', () => {
  const call = new Rehearsal([jiyeon, mina]).up(jiyeon);
  const lost: LinkSample = { ...calm, sentLoss: 1, receivedLoss: 1, availableKbps: 10 };
  call.say({ kind: 'phase', member: jiyeon.id, phase: 'restarting', nowMs: 10_000 });
  for (let second = 11; second < 20; second += 1) {
    expect(call.say({ kind: 'sample', member: jiyeon.id, sample: lost, nowMs: second * 1_000 }).effects).toEqual([]);
  }
  call.say({ kind: 'phase', member: jiyeon.id, phase: 'up', nowMs: 20_000 });
  expect(call.say({ kind: 'sample', member: jiyeon.id, sample: lost, nowMs: 21_000 }).effects).toEqual([]);
});

it('hears nothing any more once it has ended', () => {
  const call = new Rehearsal([mina]).say({ kind: 'ended', reason: 'left' });
  expect(call.roster({ kind: 'joined', member: jiyeon }).state.members).toHaveLength(1);
});
