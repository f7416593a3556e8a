// The map of the house: which floor stands on which, and who alone may touch what. The walls' tests hold the code to it.

export interface Floor {
  /** Folders and files below the root; the longest match says where a file lives. */
  readonly name: string;
  /** Folders, files and packages it may import; itself is always allowed. */
  readonly standsOn: readonly string[];
}

const words = ['src/protocol/', 'valibot'];
const thought = ['src/call/', 'src/canvas/'];
const view = ['preact', '@preact/signals', '@floating-ui/dom'];

/** From the ground up. */
export const floors: readonly Floor[] = [
  { name: 'src/protocol/', standsOn: ['valibot'] },
  { name: 'src/call/', standsOn: ['src/protocol/'] },
  { name: 'src/canvas/', standsOn: ['src/protocol/'] },
  { name: 'src/features/floor-plan.test.ts', standsOn: [] },
  { name: 'src/features/contract.ts', standsOn: ['src/protocol/'] },
  { name: 'src/features/contract.web.ts', standsOn: ['src/protocol/', ...view] },
  { name: 'src/ui/', standsOn: ['src/canvas/', ...view] },
  {
    name: 'src/server/',
    standsOn: [
      ...words,
      ...thought,
      'src/features/contract.ts',
      'node:',
      'fastify',
      '@fastify/static',
      'pino',
      'rate-limiter-flexible',
    ],
  },
  {
    name: 'src/web/',
    standsOn: [
      ...words,
      ...thought,
      'src/features/contract.ts',
      'src/features/contract.web.ts',
      'src/ui/',
      ...view,
      'uqr',
    ],
  },
];

/** A feature's folder: its pure files and its seat at the server, and what only its face in the browser may add. */
export const featureStandsOn = {
  pure: [...words, ...thought, 'src/features/contract.ts'],
  web: [...words, ...thought, 'src/features/contract.ts', 'src/features/contract.web.ts', 'src/ui/', ...view],
};

/** What tests beside the code may import besides. */
export const testsStandOn = [
  'src/testing/',
  'vitest',
  'vite',
  'fast-check',
  'happy-dom',
  'node:',
  'valibot',
  'ws',
  'socket.io-client',
];

/** The rehearsal stands on the whole house, and on what its fakes are made of. */
export const rehearsalStandsOn = ['src/', ...view, 'pino'];

/** A way in that one place owns; everybody else goes through that place. */
export interface Door {
  readonly what: string;
  /** Whether importing this needs the key. */
  readonly opens: (imported: string) => boolean;
  readonly keepers: readonly string[];
}

export const doors: readonly Door[] = [
  { what: 'socket.io', opens: (imported) => imported === 'socket.io', keepers: ['src/server/gateway/'] },
  {
    what: 'socket.io-client',
    opens: (imported) => imported === 'socket.io-client',
    keepers: ['src/web/signaling/'],
  },
  {
    what: 'a feature',
    opens: (imported) => /^src\/features\/[^/]+\//.test(imported),
    keepers: ['src/server/features.ts', 'src/web/features.ts'],
  },
];

/** Names of the platform that one place owns, and those that nobody may use (`keeper: null`). */
export const ownedNames: readonly { readonly name: string; readonly keeper: string | null }[] = [
  { name: 'RTCPeerConnection', keeper: 'src/web/rtc/' },
  { name: 'innerHTML', keeper: null },
  { name: 'outerHTML', keeper: null },
  { name: 'insertAdjacentHTML', keeper: null },
  { name: 'dangerouslySetInnerHTML', keeper: null },
];
