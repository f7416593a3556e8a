// Every bound on what a stranger can fill, with its unit in the name and its reason beside it.

export const limits = {
  /** A signalling frame: an SDP of two media sections and a data section is 6 to 9 KiB; 48 KiB fits eight of the batch. */
  frameBytes: 64 * 1024,
  sdpChars: 20_000,
  candidateChars: 1_024,
  candidatesPerSignal: 32,
  /** Signals are batched so that joining costs one message up whatever the mesh size. */
  signalsPerBatch: 8,

  nameGraphemes: 24,
  /** Graphemes can be long chains of joiners: bounded in code units as well. */
  nameChars: 120,
  roomNameChars: 60,
  seatsMin: 2,
  seatsMax: 50,
  /** Mesh uploads grow with n-1: four is what a phone's uplink and encoder carry at 360p. */
  directSeatsMax: 4,

  /** One piece of a RoomChannel message: below the 16 KiB every browser sends unfragmented (RFC 8831 section 6.6). */
  fragmentBytes: 15 * 1024,
  /** A whole RoomChannel message after assembly. */
  channelMessageBytes: 256 * 1024,
  /** What one link keeps until the other side has acknowledged it. */
  channelUnackedBytes: 1024 * 1024,
  channelUnackedFragments: 512,
  /** Pieces that arrived too early and wait for the missing one. */
  channelEarlyFragments: 128,
  relayTargets: 49,

  chatGraphemes: 2_000,
  chatChars: 8_000,
  chatEntriesKept: 500,

  /** Rooms that one server holds, so that making rooms cannot fill the memory. */
  roomsPerServer: 10_000,
  listedRoomsShown: 200,
  /** A school behind one router. */
  connectionsPerAddress: 1_000,
  outQueueBytes: 1024 * 1024,

  seatKeptMs: 60_000,
  roomEmptyMs: 5 * 60_000,
  /** After a restart members come back with their seats; nobody new is let in before. */
  roomSettlingMs: 5_000,
  resumeTokenMs: 24 * 60 * 60_000,
  resumeTokenChars: 2_048,
  /** Older pages of one seat that are remembered, so that none of them takes it back by reconnecting. */
  displacedPages: 8,
  /** Without a host present for so long, the longest-present member becomes acting host. */
  hostAbsentMs: 15_000,

  /** File descriptors and about 10 KiB each: what one process holds on a small machine. */
  connectionsPerServer: 12_000,
  /** Nothing of ours nests deeper than a signal's candidates. */
  bodyDepth: 8,
  /** Above this, frames that may be dropped are dropped. */
  lossyQueueBytes: 64 * 1024,
  /** Refused messages in 10 s after which a socket is closed: a person causes none, a defect of a page some. */
  refusalsPerSocket: 100,
  refusalsPerAddress: 2_000,
  /** Changes of the list of open rooms are collected for so long. */
  listedChangesMs: 100,
  iceServers: 8,
  /** A feature is not woken more often. */
  featureWakeMs: 50,

  /** The longest STUN answer of ours: an error that names eight attributes, with a fingerprint. */
  stunAnswerBytes: 64,
  /** A Binding request of a browser is 20 to 108 bytes. */
  stunRequestBytes: 548,
  stunRequestsPerSecond: 50,
  /** Of all addresses together: senders' addresses can be forged, and then ours is not the only budget that counts. */
  stunAnswersPerSecond: 5_000,
  /** Addresses whose rate is remembered at once. */
  stunAddresses: 10_000,
} as const;
