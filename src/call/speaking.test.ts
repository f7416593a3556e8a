import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { MemberId } from '#protocol/ids.ts';
import { hearLevels, initialMutedTalk, initialSpeaking, noticeMutedTalk, type Speaking } from './speaking.ts';

const mina = v.parse(MemberId, 'mina------------');
const joon = v.parse(MemberId, 'joon------------');
const speech = 0.1;
const hum = 0.003;
const stepMs = 50;

/** Says who is loud, for how long, in steps of 50 ms. */
class Room {
  state: Speaking = initialSpeaking();
  nowMs = 0;

  hear(forMs: number, ...loud: readonly MemberId[]): this {
    for (const endMs = this.nowMs + forMs; this.nowMs < endMs; this.nowMs += stepMs) {
      const levels = new Map([mina, joon].map((member) => [member, loud.includes(member) ? speech : hum]));
      this.state = hearLevels(this.state, levels, this.nowMs);
    }
    return this;
  }

  rings(): readonly MemberId[] {
    return [...this.state.speaking];
  }

  dominant(): MemberId | undefined {
    return this.state.dominant?.member;
  }
}

describe('the ring', () => {
  it('comes after 150 ms of sound and not for a click', () => {
    expect(new Room().hear(150, mina).rings()).toEqual([]);
    expect(new Room().hear(200, mina).rings()).toEqual([mina]);
    expect(new Room().hear(100, mina).hear(50).hear(100, mina).rings()).toEqual([]);
  });

  it('stays between words and goes 300 ms after the last sound', () => {
    const room = new Room().hear(500, mina).hear(250);
    expect(room.rings()).toEqual([mina]);
    expect(room.hear(50).rings()).toEqual([]);
  });

  it('begins above -50 dBFS', () => {
    const at = (level: number): number => {
      let state = initialSpeaking();
      for (let nowMs = 0; nowMs <= 200; nowMs += stepMs) state = hearLevels(state, new Map([[mina, level]]), nowMs);
      return state.speaking.size;
    };
    expect(at(10 ** (-49 / 20))).toBe(1);
    expect(at(10 ** (-51 / 20))).toBe(0);
  });

  it('goes with the member who left, and nothing of them is kept', () => {
    const room = new Room().hear(500, mina);
    room.state = hearLevels(room.state, new Map(), room.nowMs + 300);
    expect(room.state.speaking.size).toBe(0);
    expect(room.state.voices.size).toBe(0);
  });

  it('is the same set while nobody starts or stops, so that nothing is drawn again', () => {
    const room = new Room().hear(500, mina);
    const before = room.state.speaking;
    expect(room.hear(500, mina).state.speaking).toBe(before);
  });
});

describe('the dominant speaker', () => {
  it('is who has spoken for a second', () => {
    expect(new Room().hear(1_000, mina).dominant()).toBeUndefined();
    expect(new Room().hear(1_050, mina).dominant()).toBe(mina);
  });

  it('stays for 2.5 s, however lively the others are', () => {
    const room = new Room().hear(1_050, mina).hear(1_500, joon);
    expect(room.dominant()).toBe(mina);
    expect(room.hear(1_050, joon).dominant()).toBe(joon);
  });

  it('stays in silence', () => {
    expect(new Room().hear(1_050, mina).hear(20_000).dominant()).toBe(mina);
  });

  it('is not a fan that never stops: who began last takes over', () => {
    const room = new Room().hear(5_000, mina).hear(1_050, mina, joon);
    expect(room.dominant()).toBe(joon);
  });
});

describe('talking while muted', () => {
  function talk(forMs: number, isMuted = true): readonly number[] {
    const noticedAtMs: number[] = [];
    let state = initialMutedTalk();
    for (let nowMs = 0; nowMs < forMs; nowMs += stepMs) {
      const result = noticeMutedTalk(state, { level: speech, isMuted }, nowMs);
      state = result.state;
      if (result.isNoticed) noticedAtMs.push(nowMs);
    }
    return noticedAtMs;
  }

  it('is noticed after 1.2 s, once in 30 s', () => {
    expect(talk(1_200)).toEqual([]);
    expect(talk(70_000)).toEqual([1_200, 31_200, 61_200]);
  });

  it('is nothing when the microphone is on', () => {
    expect(talk(70_000, false)).toEqual([]);
  });

  it('does not count what was said before muting', () => {
    let state = initialMutedTalk();
    for (let nowMs = 0; nowMs < 5_000; nowMs += stepMs) {
      state = noticeMutedTalk(state, { level: speech, isMuted: false }, nowMs).state;
    }
    expect(noticeMutedTalk(state, { level: speech, isMuted: true }, 5_000).isNoticed).toBe(false);
  });
});
