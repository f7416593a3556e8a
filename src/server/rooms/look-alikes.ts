// Which characters look like which: own table for the scripts that names are spoofed with. Data and one function, no rules.

/**
 * Characters (as hexadecimal code points, so that the source shows what it says) that can be taken for the Latin letter
 * or sign they stand under. Capital and small letters are listed by their own look: Greek eta is "n" small and "h" capital.
 * What compatibility decomposition (NFKD) folds already is not listed: full-width, mathematical, circled, ligatures.
 */
const table: Readonly<Record<string, string>> = {
  a: '0430 0410 03b1 0391 0251 1d00 13aa ff41 2c6f 0250 15c5 a4ee 0105 2c65',
  b: '0432 0412 042c 044c 0431 03b2 0392 0253 0299 13f4 13cf 15f7 a4d0 1e9e 00df 0184 0185',
  c: '0441 0421 03f2 03f9 1d04 13df 216d 2ca5 2ca4 a4da 0187 0188 00a2 2183 2184',
  d: '0501 0500 0257 0111 0110 1d05 13e7 13a0 15de a4d3 00f0 00d0 217e',
  e: '0435 0415 0454 0404 03b5 0395 0259 0258 01dd 1d07 13ac 2c7b a4f0 0247 0246 212e',
  f: '0192 0191 a730 03dc 03dd a4dd 15b4 a798 a799',
  g: '0261 0262 0260 050d 050c 13c0 13b6 0581 a4d6 01e5 01e4',
  h: '04bb 04ba 043d 041d 0397 0127 0126 029c 13bb 13c2 0570 a4e7 2c8f 04c7 04a2 04a3',
  i: '0456 0406 0131 03b9 0399 04cf 04c0 0269 026a 006c 0031 007c 0021 2223 01c0 13a5 05d5 05df 0627 2d4f a4f2 0196 0197 0268 029f 13de 0142 0141 3163 ffdc 4e28 2502 2160 00a1 a621 16c1 07ca a781',
  j: '0458 0408 03f3 037f 0237 1d0a 13ab a4d9 0575 0248 0249',
  k: '043a 041a 03ba 039a 1d0b 0199 0198 13e6 a4d7 2c95 049b 049a 045c 040c 212a',
  m: '043c 041c 039c 1d0d 13b7 a4df 2c99 03fa 03fb 2133 028d',
  n: '0438 0418 043f 03b7 039d 0274 0578 057c a4e0 2c9b 019e 0272 014b 014a 0273 04e3 0439',
  o: '043e 041e 03bf 039f 03c3 1d0f 0585 0555 0030 00f8 00d8 04e9 04e8 03b8 0398 0275 2c9f a4f3 05e1 0665 06f5 0966 0be6 0c66 0ce6 0d66 0e50 0ed0 1040 101d 3007 25cb 25ef 3147 ffb7 20dd 0b66 2d54 0a66 0ae6 07c0 1d11 00b0',
  p: '0440 0420 03c1 03a1 03f7 03f8 1d18 13e2 a4d1 2ca3 01bf 00fe 00de 01a4 01a5',
  q: '051b 051a 0566 0563 024b 024a 2d55',
  r: '0433 0413 0491 0490 03b3 0280 044f 042f 1d26 13a1 13d2 a4e3 0453 0403',
  s: '0455 0405 01bd 01bc a731 13da 13d5 054f a4e2 10bd 015f 0219',
  t: '0442 0422 03c4 03a4 1d1b 0167 0166 13a2 a4d4 2ca7 01ac 01ad 22a4 27d9',
  u: '03c5 03bc 00b5 0446 1d1c 057d 054d 028a 0244 0289 a4f4 222a 22c3 144c 01b1',
  v: '03bd 0475 0474 1d20 13d9 0667 06f7 a4e6 2228 22c1 05d8 028b',
  w: '051d 051c 0461 0460 0448 0428 03c9 1d21 13b3 13d4 026f a4ea 0561 019c 20a9',
  x: '0445 0425 03c7 03a7 00d7 04b3 04b2 a4eb 2cad 2573 166d 157d 2717 2715 1763',
  y: '0443 0423 04af 04ae 03a5 03d2 028f 01b4 01b3 13a9 13bd 0263 10e7 a4ec 2ca9 04f1 045e 040e',
  z: '0396 03b6 1d22 01b6 01b5 13c3 a4dc 0225 0290 1614',
  '3': '0437 0417 01b7 0292 021d 021c 04e1 04e0 0499 2ccd 10d5',
  '4': '13ce',
  '6': '13ee 2cd3',
  '8': '0222 0223 0b03 09ea 0a6a',
  '-': '3161 30fc 4e00 ff70 005f 2500 2501 2212 ff0d 00af 02c9 1428 4e2f ffda',
  "'": '2018 2019 201b 2032 02bc 02bb 02b9 0060 00b4 05f3 055a 2035 ff07 ff40 1fbf 1fbd 02cb 02ca',
  '.': '00b7 30fb ff65 2022 2024 3002 0387 05c1 16eb 2219 22c5 318d 119e 0701 0660 06f0 06d4 a60e',
  ',': '060c 066b 201a 3001 00b8 a4f9 ff0c',
  口: '56d7 30ed 3141 ffb1',
  工: '30a8',
  力: '30ab',
  二: '30cb',
  八: '30cf',
  夕: '30bf',
  卜: '30c8 314f ffc2',
  り: '30ea',
  へ: '30d8',
  才: '30aa',
  千: '30c1',
  三: '30df',
  人: '5165 3145 ffb5',
  土: '58eb',
  日: '66f0',
  未: '672b',
};

/** Two or three letters that read as one when they stand close together. */
const clusters: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['vv', 'w'],
];

const lookOf = new Map<string, string>();
for (const [look, list] of Object.entries(table)) {
  for (const hex of list.split(' ')) {
    const character = String.fromCodePoint(Number.parseInt(hex, 16));
    if (!lookOf.has(character)) lookOf.set(character, look);
  }
}

/** Enclosed letters and flags that no normal form decomposes, as [code point of "a", code point of "z"]. */
const enclosed: readonly (readonly [number, number])[] = [
  [0x1f150, 0x1f169],
  [0x1f170, 0x1f189],
  [0x1f1e6, 0x1f1ff],
];

/** The same text for everything that looks the same: letters by look, accents and invisible characters gone. */
export function lookOfText(text: string): string {
  const letters = Array.from(text, lookOfCharacter).join('').normalize('NFKD');
  const bare = Array.from(letters.replace(accents, ''), lookOfCharacter).join('').toLowerCase();
  // Folding to small letters makes new look-alikes (capital I, then l), and so a second look is taken.
  const small = Array.from(bare, lookOfCharacter).join('');
  return clusters.reduce((all, [many, one]) => all.replaceAll(many, one), small);
}

/** Of Latin, Greek and Cyrillic; marks of other scripts make other letters. */
const accents = /[\u0300-\u036f]|[\u0483-\u0487]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe20-\ufe2f]/gu;

function lookOfCharacter(character: string): string {
  const listed = lookOf.get(character);
  if (listed !== undefined) return listed;
  const code = character.codePointAt(0) ?? 0;
  for (const [first, last] of enclosed) {
    if (code >= first && code <= last) return String.fromCodePoint(0x61 + code - first);
  }
  return /\p{Pd}/u.test(character) ? '-' : character;
}
