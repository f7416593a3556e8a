import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokensOf } from './links.ts';

function linksOf(text: string): readonly string[] {
  return tokensOf(text)
    .filter((token) => token.kind === 'link')
    .map((token) => token.text);
}

describe('a link', () => {
  test.each([
    ['alone', 'https://studio.example/plan', 'https://studio.example/plan'],
    ['over http with a port', 'http://localhost:3000/r/x', 'http://localhost:3000/r/x'],
    ['in capitals', 'HTTPS://Studio.Example', 'HTTPS://Studio.Example'],
    ['before a full stop', 'See https://studio.example/plan.', 'https://studio.example/plan'],
    ['before a full stop without a path', 'See https://studio.example.', 'https://studio.example'],
    ['before several marks', 'https://studio.example/a?!...', 'https://studio.example/a'],
    ['before a colon', 'https://studio.example: good', 'https://studio.example'],
    ['in brackets', '(https://studio.example/plan)', 'https://studio.example/plan'],
    ['with brackets of its own', 'https://w.example/a_(b)', 'https://w.example/a_(b)'],
    ['with both', '(see https://w.example/a_(b))', 'https://w.example/a_(b)'],
    ['in quotes', '"https://w.example/a"', 'https://w.example/a'],
    ['in Korean brackets', '「https://w.example/a」', 'https://w.example/a'],
    ['with query and fragment', 'https://w.example/a?b=c&d=e#f', 'https://w.example/a?b=c&d=e#f'],
    ['with a query and no path', 'https://w.example?b=c', 'https://w.example?b=c'],
    ['with a person in the path', 'https://w.example/@mina', 'https://w.example/@mina'],
    ['before an emoji', 'https://w.example/a👍', 'https://w.example/a'],
    ['to an address', 'https://192.0.2.7:8443/x', 'https://192.0.2.7:8443/x'],
    [
      "before a sign that would make the host a user's name",
      'https://bank.example=@evil.example/',
      'https://bank.example',
    ],
    ['… or another', 'https://bank.example&x@evil.example/', 'https://bank.example'],
  ])('%s', (_, text, link) => {
    expect(linksOf(text)).toEqual([link]);
  });

  test.each([
    ['a particle after a path', 'https://studio.example/plan을 보세요', 'https://studio.example/plan'],
    ['a particle after a host', 'https://studio.example에서 봐요', 'https://studio.example'],
    ['a particle after a port', 'http://localhost:3000으로 오세요', 'http://localhost:3000'],
    ['a particle after a query', 'https://w.example/a?b=c를 보세요', 'https://w.example/a?b=c'],
    ['a Korean word before it', '여기https://w.example/a', 'https://w.example/a'],
    ['a Korean path', 'https://ko.w.example/wiki/대한민국', 'https://ko.w.example/wiki/대한민국'],
    ['a Korean path that goes on in ASCII', 'https://w.example/마당/plan을', 'https://w.example/마당/plan'],
    ['a Korean search', 'https://w.example/s?q=한글&x=1은', 'https://w.example/s?q=한글&x=1'],
    ['a Korean host', 'https://한글.한국/x', 'https://한글.한국/x'],
    ['a Korean host in an ASCII domain', 'https://한글.kr에서', 'https://한글.kr'],
  ])('is cut where Korean readers see its end: %s', (_, text, link) => {
    expect(linksOf(text)).toEqual([link]);
  });

  test('after link stands for itself', () => {
    expect(linksOf('https://a.example, https://b.example/c\nhttps://d.example')).toEqual([
      'https://a.example',
      'https://b.example/c',
      'https://d.example',
    ]);
  });
});

describe('no link is', () => {
  test.each([
    ['a script', 'javascript://w.example/%0aalert(1)'],
    ['data', 'data:text/html,<script>alert(1)</script>'],
    ['another scheme', 'ftp://w.example file:///etc/passwd view-source:https'],
    ['a scheme inside a word', 'xhttps://w.example'],
    ['a scheme alone', 'https:// http://'],
    ['a host that names a user', 'https://bank.example@evil.example/'],
    ['a host that names a user with a password', 'https://bank.example:pw@evil.example/'],
    ['a host that names a user with a port for a password', 'https://bank.example:443@evil.example/'],
    ['a single word', 'https://intranet/x'],
    ['a port out of range', 'https://w.example:70000/'],
    ['an empty label', 'https://w..example/'],
    ['a host that ends in a number', 'https://한글.65536/'],
    ['an address that a browser reads as another', 'https://192.0.2.07/'],
    ['a label that starts with a hyphen', 'https://-w.example/'],
    ['a look-alike host', 'https://\u0430pple.example/'],
    ['a host over its bound', `https://${'a.'.repeat(140)}example/`],
    ['an address over its bound', `https://w.example/${'a'.repeat(2_000)}`],
  ])('%s', (_, text) => {
    expect(tokensOf(text)).toEqual([{ kind: 'text', text }]);
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    'https://',
    'http://',
    '://',
    'w.example',
    'localhost',
    '/',
    '?',
    '#',
    '=',
    ':',
    '@',
    '.',
    '..',
    '-',
    '(',
    ')',
    '[',
    ']',
  ),
  fc.constantFrom('한글', '을', 'ㄱ', ' ', '\n', '"', '<b>', '👍', '\u202e', '」', 'a', '80', '65536', '%41'),
  fc.string({ maxLength: 4, unit: 'binary' }),
);

test('the tokens are the text, whatever it is, and each link can be read by a browser as what it shows', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const tokens = tokensOf(text);
      expect(tokens.map((token) => token.text).join('')).toBe(text);
      for (const token of tokens) {
        expect(token.text).not.toBe('');
        if (token.kind === 'text') continue;
        const url = new URL(token.text);
        expect(['http:', 'https:']).toContain(url.protocol);
        expect([url.username, url.password]).toEqual(['', '']);
      }
    }),
    { numRuns: 3_000 },
  );
});

test('a text made to be slow takes time by its length only', () => {
  const parts = [
    'https://',
    'https://a',
    'https://a.b/',
    '(',
    ')',
    'https://a.b/(',
    'https://a.b/)',
    '://',
    'https://a.b:',
    'https://a.b/.',
    '한',
  ];
  for (const part of parts) {
    const startedMs = performance.now();
    tokensOf(part.repeat(Math.ceil(400_000 / part.length)));
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  }
});
