// The import walls: the house as it stands keeps them, and a file that breaks one is told which.
import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { breaches } from './breaches.ts';
import { readSource } from './source.ts';

const aliases = {
  '#protocol/*': './src/protocol/*',
  '#call/*': './src/call/*',
  '#contract': './src/features/contract.ts',
  '#contract.web': './src/features/contract.web.ts',
  '#ui/*': './src/ui/*',
};

function breachesOf(path: string, code: string) {
  return breaches(path, readSource(path, code, aliases));
}

describe('the house as it stands', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => `src/${name.replaceAll('\\', '/')}`);

  it('keeps every import wall', () => {
    expect(files.flatMap((path) => breachesOf(path, readFileSync(path, 'utf8')))).toEqual([]);
  });

  it('knows the aliases of package.json', () => {
    expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({ imports: aliases });
  });

  it('names as dependencies what the running server needs, and nothing else', () => {
    const isServed = (path: string) => !/^src\/(?:web|ui|testing)\/|\/web\/|contract\.web|\.test\./.test(path);
    const imported = files
      .filter(isServed)
      .flatMap((path) => [...readSource(path, readFileSync(path, 'utf8'), aliases).imports]);
    const packages = new Set(imported.filter((name) => !/^(?:src\/|node:)/.test(name)));
    const { dependencies } = v.parse(
      v.object({ dependencies: v.record(v.string(), v.string()) }),
      JSON.parse(readFileSync('package.json', 'utf8')),
    );
    expect([...packages].sort()).toEqual(Object.keys(dependencies).sort());
  });
});

describe('a file that breaks a wall', () => {
  it.each([
    ['a feature that imports a feature', 'src/features/chat/model.ts', "import { a } from '../files/model.ts';"],
    ['… from its face', 'src/features/chat/web/panel.tsx', "import { a } from '../../files/web/panel.tsx';"],
    ['… for a type only', 'src/features/chat/model.ts', "import type { A } from '../files/model.ts';"],
    ['… inside a type', 'src/features/chat/model.ts', "let a: import('../files/model.ts').A;"],
    ['… late', 'src/features/chat/model.ts', "const a = await import('../files/model.ts');"],
    ['… in its tests', 'src/features/chat/model.test.ts', "import { a } from '../files/model.ts';"],
    [
      'the server naming a feature outside its list',
      'src/server/rooms/room.ts',
      "import '../../features/chat/model.ts';",
    ],
    ['a page naming a feature outside its list', 'src/web/pages/call.tsx', "import '../../features/chat/model.ts';"],
    ['the call naming a feature', 'src/call/call.ts', "import '../features/chat/model.ts';"],
    ['the server importing the pages', 'src/server/main.ts', "import { a } from '../web/main.tsx';"],
    ['the pages importing the server', 'src/web/main.tsx', "import { a } from '../server/config.ts';"],
    ['a word that knows a thought', 'src/protocol/session.ts', "import { a } from '#call/call.ts';"],
    ['a thought that knows a page', 'src/call/call.ts', "import { a } from '../web/main.tsx';"],
    ['furniture that knows the wire', 'src/ui/button.tsx', "import type { Member } from '#protocol/session.ts';"],
    ['furniture that knows a room', 'src/ui/tile.tsx', "import { self } from '#call/state.ts';"],
    ['a pure feature file that draws', 'src/features/chat/model.ts', "import { h } from 'preact';"],
    ['a seat at the server that draws', 'src/features/chat/server.ts', "import { Button } from '#ui/button.tsx';"],
    ['Socket.IO outside the gateway', 'src/server/rooms/room.ts', "import type { Socket } from 'socket.io';"],
    ['its client outside signaling', 'src/web/pages/call.tsx', "import { io } from 'socket.io-client';"],
    ['production importing the rehearsal', 'src/web/main.tsx', "import { a } from '../testing/world.ts';"],
    ['a library that has no place here', 'src/web/main.tsx', "import React from 'react';"],
    ['a re-export across a wall', 'src/server/main.ts', "export * from '../web/main.tsx';"],
    ['a peer connection outside rtc', 'src/web/pages/call.tsx', 'new RTCPeerConnection();'],
    ['… through the window', 'src/web/pages/call.tsx', 'new window.RTCPeerConnection();'],
    ['… as a type', 'src/web/call/running-call.ts', 'let a: RTCPeerConnection;'],
    ['text that becomes HTML', 'src/ui/text.tsx', 'element.innerHTML = text;'],
    ['… through the view library', 'src/ui/text.tsx', 'const a = <p dangerouslySetInnerHTML={{ __html: text }} />;'],
    ['a folder that is not on the plan', 'src/utils/strings.ts', 'export {};'],
  ])('is refused: %s', (_what, path, code) => {
    expect(breachesOf(path, code)).toHaveLength(1);
  });
});

describe('a file that keeps to the plan', () => {
  it.each([
    ['a feature on its own files', 'src/features/chat/web/panel.tsx', "import { a } from '../model.ts';"],
    ['a feature on the words', 'src/features/chat/messages.ts', "import { limits } from '#protocol/limits.ts';"],
    ['the list of the server', 'src/server/features.ts', "import { hand } from '../features/hand/server.ts';"],
    ['the list of the pages', 'src/web/features.ts', "import { chat } from '../features/chat/web/chat.tsx';"],
    ['the gateway', 'src/server/gateway/gateway.ts', "import { Server } from 'socket.io';"],
    ['a test that dials the server', 'src/server/server.test.ts', "import { io } from 'socket.io-client';"],
    ['the rehearsal', 'src/testing/world.ts', "import { a } from '../server/rooms/room.ts';"],
    ['words in a comment', 'src/call/ports.ts', '// The far end of one RTCPeerConnection.\nexport {};'],
  ])('is let be: %s', (_what, path, code) => {
    expect(breachesOf(path, code)).toEqual([]);
  });
});
