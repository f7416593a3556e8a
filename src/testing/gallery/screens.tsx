// Each screen in each state worth a picture, with what has to be true for it.

import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { CallState } from '#call/state.ts';
import type { DeviceState } from '#call/tracks.ts';
import type { FeatureSeatInCall } from '#contract.web';
import type { ListedRoom } from '#protocol/rooms.ts';
import type { Member, RoomGlance } from '#protocol/session.ts';
import { Icon } from '#ui/icon.tsx';
import { words } from '../../web/i18n/words.ts';
import { keepName, keepRoom } from '../../web/kept.ts';
import { CallPage } from '../../web/pages/call/call-page.tsx';
import { Gate } from '../../web/pages/gate.tsx';
import { Home } from '../../web/pages/home.tsx';
import { Left } from '../../web/pages/left.tsx';
import { Room } from '../../web/pages/room.tsx';
import type { Refused } from '../../web/pages/room-visit.ts';
import { Crashed, NotFound, Unsupported } from '../../web/pages/system.tsx';
import type { Answer } from '../../web/signaling/signaling.ts';
import { showToast } from '../../web/store.ts';
import {
  type FakeCall,
  type FakeDevices,
  fakeCall,
  fakeCallState,
  fakeDevices,
  fakeLink,
  fakeMember,
  fakeMemberId,
  fakeRoomId,
  fakeRules,
  fakeSignaling,
} from './fakes.ts';
import { pictureOf } from './picture.ts';

const isKorean = new URLSearchParams(location.search).get('lang') === 'ko';
const names = isKorean ? ['민아', '한지연', '토마스', '아마라'] : ['Mina', 'Jiyeon', 'Tomas', 'Amara'];
const roomName = isKorean ? '목요일 작업실' : 'Thursday studio';
const rules = { ...fakeRules, name: roomName };

function listed(
  index: number,
  name: string,
  inside: number,
  seats: number,
  devices: ListedRoom['rules']['devices'] = 'none',
): ListedRoom {
  return { roomId: fakeRoomId(index), rules: { ...fakeRules, name, find: 'listed', seats, devices }, inside };
}

const rooms = [
  listed(1, isKorean ? '동네 책 모임' : 'Reading circle', 5, 8),
  listed(2, isKorean ? '처음 배우는 한국어' : 'Korean for beginners', 7, 12, 'microphone'),
  listed(3, isKorean ? '베란다 텃밭 모임' : 'Balcony gardeners', 2, 6),
  listed(4, isKorean ? '디자인 리뷰' : 'Design critique', 4, 4),
  listed(
    5,
    isKorean ? '일요일 밴드 연습' : 'Sunday band practice with a name that goes on and on',
    14,
    30,
    'microphone-and-camera',
  ),
];

function members(count: number): Member[] {
  return names.slice(0, count).map((name, index) => fakeMember(index, name, { isHost: index === 0 }));
}

function withCamera(devices: FakeDevices): FakeDevices {
  devices.cameraTrack.value = pictureOf(0).getVideoTracks()[0] ?? null;
  return devices;
}

function withPictures(call: FakeCall): FakeCall {
  const { members: inside } = call.state.peek();
  call.media.value = new Map(
    inside.map((member, index) => [member.id, { camera: pictureOf(index), microphone: null }]),
  );
  return call;
}

const chat: FeatureSeatInCall = {
  name: 'chat',
  button: {
    icon: () => <Icon name="chat" />,
    label: signal(isKorean ? '채팅' : 'Chat'),
    badge: signal({ count: 3, spoken: isKorean ? '안 읽은 메시지 3개' : '3 unread' }),
    key: 'KeyC',
  },
  title: signal(isKorean ? '채팅' : 'Chat'),
  Panel: () => (
    <div class="panel__body">
      <p class="quiet">…</p>
    </div>
  ),
};

function callScreen(state: CallState, change: (call: FakeCall, devices: FakeDevices) => void = () => undefined) {
  const call = withPictures(fakeCall({ ...state, rules }, [chat]));
  const devices = withCamera(fakeDevices());
  change(call, devices);
  return (
    <CallPage
      call={call}
      devices={devices}
      sounds={{ play: () => undefined, close: () => undefined }}
      url={`${location.origin}/r/${fakeRoomId(1)}#9fK2qVt7mB4xLz0aWcYd3e`}
    />
  );
}

const glance: RoomGlance = { ok: true, rules, inside: 5, names: names.slice(1) };

function gateScreen(
  facts: { readonly microphone?: Partial<DeviceState>; readonly camera?: Partial<DeviceState> } = {},
  change: { readonly glance?: Partial<RoomGlance>; readonly refused?: Refused; readonly isEntering?: boolean } = {},
) {
  keepName(names[0] ?? '');
  const devices = fakeDevices(facts);
  return (
    <Gate
      glance={{ ...glance, ...change.glance }}
      refused={change.refused ?? null}
      isEntering={change.isEntering ?? false}
      devices={facts.camera?.phase && facts.camera.phase !== 'on' ? devices : withCamera(devices)}
      onJoin={() => undefined}
    />
  );
}

function roomScreen(refused: Exclude<Answer<'room:peek'>, { ok: true }>) {
  const house = {
    signaling: fakeSignaling({ peek: refused }),
    openDevices: () => fakeDevices(),
    enter: async () => refused,
  };
  return <Room house={house} roomId={fakeRoomId(9)} />;
}

/** Presses what has this name once the screen stands. */
function pressing(shown: ComponentChildren, find: string): ComponentChildren {
  setTimeout(() => document.querySelector<HTMLElement>(find)?.click(), 300);
  return shown;
}

function lostFor(ms: number): Partial<CallState> {
  const inside = members(3);
  const links = new Map(
    inside.slice(1).map((member) => [member.id, fakeLink(member, { phase: 'restarting', quality: 'lost' })]),
  );
  const nowMs = performance.now();
  return { links, signaling: { phase: 'down', sinceMs: nowMs - ms, retryAtMs: nowMs + 8_000 } };
}

type Screen = () => ComponentChildren | Promise<ComponentChildren>;

export const screens: Readonly<Record<string, Screen>> = {
  home: () => {
    keepName(names[0] ?? '');
    return <Home signaling={fakeSignaling({ rooms })} />;
  },
  'home-returning': () => {
    keepName(names[0] ?? '');
    keepRoom({ roomId: fakeRoomId(1), secret: null, name: rooms[0]?.rules.name ?? '' });
    keepRoom({ roomId: fakeRoomId(2), secret: 'x', name: roomName });
    return <Home signaling={fakeSignaling({ rooms: [] })} />;
  },
  'home-offline': () => {
    const signaling = fakeSignaling({});
    signaling.connection.value = { phase: 'down', retryAtMs: null };
    return <Home signaling={signaling} />;
  },
  'home-start': () => pressing(<Home signaling={fakeSignaling({ rooms })} />, '.hero__form button'),
  'home-start-refused': () => {
    setTimeout(() => document.querySelector<HTMLElement>('.start [type="submit"]')?.click(), 500);
    return pressing(<Home signaling={fakeSignaling({ rooms })} />, '.hero__form button');
  },
  gate: () => gateScreen(),
  'gate-empty': () =>
    gateScreen(
      {},
      { glance: { inside: 0, names: [], rules: { ...rules, devices: 'microphone', path: 'direct', seats: 4 } } },
    ),
  'gate-camera-blocked': () =>
    gateScreen({ camera: { phase: 'failed', problem: 'blocked-by-site', choices: [], chosen: null } }),
  'gate-insecure': () =>
    gateScreen({
      camera: { phase: 'failed', problem: 'insecure', choices: [], chosen: null },
      microphone: { phase: 'failed', problem: 'insecure', choices: [], chosen: null },
    }),
  'gate-asking': () =>
    gateScreen({
      camera: { phase: 'opening', choices: [], chosen: null },
      microphone: { phase: 'opening', choices: [], chosen: null },
    }),
  'gate-refused': () =>
    gateScreen({ microphone: { isWanted: false } }, { refused: { ok: false, code: 'microphone-needed' } }),
  'call-alone': () => callScreen(fakeCallState(members(1))),
  'call-two': () =>
    callScreen(fakeCallState(members(2)), (_, devices) => {
      devices.microphone.value = { ...devices.microphone.peek(), isWanted: false };
      showToast(words.peek().call.mutedTalkKeys('M'));
    }),
  'call-three': () =>
    callScreen(fakeCallState(members(3)), (call) => {
      call.speaking.value = new Set([fakeMemberId(1)]);
    }),
  'call-four': () => {
    const inside = members(4).map((member, index) =>
      index === 2 ? { ...member, microphone: 'off' as const, camera: 'off' as const } : member,
    );
    const state = fakeCallState(inside);
    const links = new Map(
      [...state.links].map(([id, link], index) => [
        id,
        index === 2
          ? { ...link, phase: 'restarting' as const }
          : { ...link, quality: index === 0 ? ('weak' as const) : ('good' as const) },
      ]),
    );
    return callScreen({ ...state, links }, (call) => {
      call.speaking.value = new Set([fakeMemberId(0)]);
    });
  },
  'call-faces': () => {
    const inside = members(3).map((member) => ({ ...member, camera: 'off' as const }));
    const state = fakeCallState(inside);
    const links = new Map(
      [...state.links].map(([id, link], index) => [
        id,
        index === 0 ? { ...link, phase: 'connecting' as const, wasUp: false } : link,
      ]),
    );
    return callScreen({ ...state, links }, (_, devices) => {
      devices.cameraTrack.value = null;
      devices.camera.value = { ...devices.camera.peek(), isWanted: false, phase: 'off' };
    });
  },
  'call-people': () =>
    pressing(
      callScreen(fakeCallState(members(4)), (call) => (call.openPanel.value = 'people')),
      'none',
    ),
  'call-chat': () => callScreen(fakeCallState(members(3)), (call) => (call.openPanel.value = 'chat')),
  'call-invite': () =>
    pressing(
      callScreen(fakeCallState(members(3)), (call) => (call.openPanel.value = 'people')),
      '.panel__foot button',
    ),
  'call-menu': () => pressing(callScreen(fakeCallState(members(2))), '.toolbar [aria-haspopup="menu"]'),
  'call-settings': () =>
    pressing(
      callScreen(fakeCallState(members(2))),
      '.toolbar__group:nth-child(2) .tool:not([data-panel]):not([aria-haspopup])',
    ),
  'call-reconnecting': () => callScreen(fakeCallState(members(3), lostFor(6_000))),
  'call-lost': () => callScreen(fakeCallState(members(3), lostFor(24_000))),
  'call-server-away': () =>
    callScreen(
      fakeCallState(members(2), { signaling: { phase: 'down', sinceMs: performance.now() - 9_000, retryAtMs: null } }),
    ),
  'call-tap': () => callScreen(fakeCallState(members(2)), (call) => (call.isSoundBlocked.value = true)),
  left: () => (
    <Left
      farewell={{ reason: 'left', roomName, stayed: names.slice(1), durationMs: 2_760_000 }}
      onRejoin={() => undefined}
    />
  ),
  'left-gone': () => (
    <Left farewell={{ reason: 'room-gone', roomName, stayed: [], durationMs: 2_760_000 }} onRejoin={() => undefined} />
  ),
  'room-full': () => roomScreen({ ok: false, code: 'room-full', inside: 8, seats: 8 }),
  'room-not-found': () => roomScreen({ ok: false, code: 'room-not-found' }),
  'room-unreachable': () => roomScreen({ ok: false, code: 'unreachable' }),
  'not-found': () => <NotFound />,
  unsupported: () => <Unsupported />,
  crashed: () => <Crashed error={new Error('something')} />,
};
