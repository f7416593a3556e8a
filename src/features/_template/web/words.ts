// The tally's texts. English defines the shape; the compiler holds Korean to it.
import type { WordsOf } from '#contract.web';

interface Words {
  readonly title: string;
  readonly total: (total: number, mine: number) => string;
  readonly add: string;
  readonly cheer: string;
  readonly added: (name: string, amount: number) => string;
  readonly cheered: (name: string) => string;
  readonly somebody: string;
}

export const words: WordsOf<Words> = {
  en: {
    title: 'Tally',
    total: (total, mine) => `${total}, ${mine} of it yours`,
    add: 'Add one',
    cheer: 'Cheer',
    added: (name, amount) => `${name} added ${amount}`,
    cheered: (name) => `${name} cheers`,
    somebody: 'Somebody',
  },
  ko: {
    title: '함께 세기',
    total: (total, mine) => `모두 ${total}, 그중 내가 ${mine}`,
    add: '하나 더하기',
    cheer: '응원하기',
    added: (name, amount) => `${name}님이 ${amount}만큼 더했어요`,
    cheered: (name) => `${name}님이 응원해요`,
    somebody: '누군가',
  },
};
