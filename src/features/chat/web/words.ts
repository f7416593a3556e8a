// The chat's texts. English defines the shape; the compiler holds Korean to it.
import type { WordsOf } from '#contract.web';

export interface ChatWords {
  readonly title: string;
  readonly log: string;
  readonly message: string;
  readonly placeholder: string;
  readonly send: string;
  readonly empty: string;
  readonly notice: string;
  readonly welcome: (name: string) => string;
  readonly joined: (names: readonly string[]) => string;
  readonly left: (names: readonly string[]) => string;
  readonly unread: (count: number) => string;
  readonly newMessages: (count: number) => string;
  readonly characters: (count: number, most: number) => string;
  readonly tooLong: (most: number) => string;
  readonly notSent: string;
  readonly retry: string;
  readonly waiting: string;
  readonly preview: (name: string, text: string) => string;
  readonly somebody: string;
  readonly time: Intl.DateTimeFormat;
}

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const enList = new Intl.ListFormat('en', { type: 'conjunction' });
const koList = new Intl.ListFormat('ko', { type: 'conjunction' });
const called = (names: readonly string[]): string => koList.format(names.map((name) => `${name}님`));

export const words: WordsOf<ChatWords> = {
  en: {
    title: 'Chat',
    log: 'Chat messages',
    message: 'Message',
    placeholder: 'Write a message',
    send: 'Send',
    empty: 'No messages yet. They disappear when the room ends.',
    notice: 'Messages disappear when the room ends.',
    welcome: (name) => `Welcome, ${name}.`,
    joined: (names) => `${enList.format(names)} came in`,
    left: (names) => `${enList.format(names)} left`,
    unread: (count) => `${count} unread`,
    newMessages: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
    characters: (count, most) => `${count} of ${most} characters`,
    tooLong: (most) => `At most ${most} characters, please`,
    notSent: 'Not sent',
    retry: 'Retry',
    waiting: 'Waiting for the connection…',
    preview: (name, text) => `${name}: ${text}`,
    somebody: 'Somebody',
    time: new Intl.DateTimeFormat('en', clock),
  },
  ko: {
    title: '채팅',
    log: '채팅 메시지',
    message: '메시지',
    placeholder: '메시지를 써 주세요',
    send: '보내기',
    empty: '아직 메시지가 없어요. 방이 끝나면 사라져요.',
    notice: '메시지는 방이 끝나면 사라져요.',
    welcome: (name) => `${name}님, 반가워요.`,
    joined: (names) => `${called(names)}이 들어왔어요`,
    left: (names) => `${called(names)}이 나갔어요`,
    unread: (count) => `읽지 않은 메시지 ${count}개`,
    newMessages: (count) => `새 메시지 ${count}개`,
    characters: (count, most) => `${most}자 중 ${count}자`,
    tooLong: (most) => `${most}자까지 쓸 수 있어요`,
    notSent: '보내지 못했어요',
    retry: '다시 보내기',
    waiting: '연결을 기다리고 있어요…',
    preview: (name, text) => `${name}님: ${text}`,
    somebody: '누군가',
    time: new Intl.DateTimeFormat('ko', clock),
  },
};
