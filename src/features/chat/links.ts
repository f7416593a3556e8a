// Finds the links in a message. Pure and linear: every character is read a fixed number of times, whatever it is.
//
// Only http and https, only a plain host name (letters, digits, hyphens, Hangul), no user part, so that what is shown is
// where it leads. Korean writes particles onto a word: a host or path segment that starts in ASCII ends at the first
// Hangul syllable ("…/plan을" is "…/plan"), one that starts in Hangul is kept whole ("…/마당").

export type Token = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'link'; readonly text: string };

/** Longer ones are no address that a person can check. */
const linkCharsMax = 2_000;
const hostCharsMax = 253;
const highestPort = 65_535;

/** The tokens' texts, joined, are the text. Neighbouring tokens are never both text. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let written = 0;
  let at = text.indexOf('://');
  while (at >= 0) {
    const link = linkAround(text, at, written);
    if (link !== null && link.end - link.start <= linkCharsMax) {
      if (link.start > written) tokens.push({ kind: 'text', text: text.slice(written, link.start) });
      tokens.push({ kind: 'link', text: text.slice(link.start, link.end) });
      written = link.end;
    }
    // What was read as one address is not read again, or a chain of them would take quadratic time.
    at = text.indexOf('://', link === null ? at + 3 : link.end);
  }
  if (written < text.length) tokens.push({ kind: 'text', text: text.slice(written) });
  return tokens;
}

/** The link whose scheme ends at `colon`, not before `from`. */
function linkAround(
  text: string,
  colon: number,
  from: number,
): { readonly start: number; readonly end: number } | null {
  const start = schemeStart(text, colon, from);
  if (start === null) return null;
  const host = hostEnd(text, colon + 3);
  if (host === null) return null;
  return { start, end: withoutTrail(text, host, pathEnd(text, host)) };
}

function schemeStart(text: string, colon: number, from: number): number | null {
  for (const scheme of ['https', 'http']) {
    const start = colon - scheme.length;
    if (start < from || text.slice(start, colon).toLowerCase() !== scheme) continue;
    return start > from && isAsciiWord(text.charCodeAt(start - 1)) ? null : start;
  }
  return null;
}

/** Where a host and its port end, or null when there is no host that may be linked. */
function hostEnd(text: string, start: number): number | null {
  const isHangulHost = isHangul(text.charCodeAt(start));
  let end = start;
  let isHangulLabel = isHangulHost;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (text[end - 1] === '.') isHangulLabel = isHangulHost && isHangul(code);
    if (!isHostChar(code) && !(isHangulLabel && isHangul(code))) break;
  }
  // A full stop behind the host belongs to the sentence.
  while (end > start && text[end - 1] === '.') end -= 1;
  if (text[end] === '@' || !isHostName(text.slice(start, end))) return null;
  return text[end] === ':' ? portEnd(text, end) : end;
}

/** A colon without a number is the sentence's; with anything but a number the host was a user's name: no link. */
function portEnd(text: string, colon: number): number | null {
  let end = colon + 1;
  while (end <= colon + 5 && isDigit(text.charCodeAt(end))) end += 1;
  const next = text.charCodeAt(end);
  if (isAsciiWord(next) || text[end] === '@') return null;
  const port = Number(text.slice(colon + 1, end));
  if (end === colon + 1) return colon;
  return port > 0 && port <= highestPort ? end : null;
}

function isHostName(host: string): boolean {
  if (host.length === 0 || host.length > hostCharsMax) return false;
  const labels = host.split('.');
  const areLabels = labels.every((label) => label.length > 0 && label.length <= 63 && !/^-|-$/.test(label));
  if (!areLabels) return false;
  // A host that ends in a number is an IPv4 address to a browser, or nothing (URL Standard section 3.5).
  if (/^(?:\d+|0x[\da-f]*)$/i.test(labels.at(-1) ?? '')) return isIpv4(labels);
  return labels.length > 1 || host.toLowerCase() === 'localhost';
}

/** As people write it: four decimal numbers without leading zeros, which a browser would read as octal. */
function isIpv4(labels: readonly string[]): boolean {
  return labels.length === 4 && labels.every((label) => /^(?:0|[1-9]\d{0,2})$/.test(label) && Number(label) <= 255);
}

/** Reads path, query and fragment: segment after segment, each by its first character. */
function pathEnd(text: string, start: number): number {
  // Anything else behind a host, up to an @, would be a user's name (RFC 3986 section 3.2.1).
  if (!'/?#'.includes(text[start] ?? ' ')) return start;
  let end = start;
  let isAsciiSegment = false;
  let isSegmentStart = true;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (isOutside(code)) break;
    if (isSeparator(code)) {
      isSegmentStart = true;
      continue;
    }
    if (isSegmentStart) isAsciiSegment = code < 0x80;
    isSegmentStart = false;
    if (isAsciiSegment && (isHangul(code) || isSurrogate(code))) break;
  }
  return end;
}

/** Punctuation at the end is the sentence's, and so is a bracket that was opened outside the link. */
function withoutTrail(text: string, host: number, pathEnd: number): number {
  const open = { ')': 0, ']': 0 };
  for (let at = host; at < pathEnd; at += 1) {
    const char = text[at];
    if (char === '(') open[')'] += 1;
    else if (char === '[') open[']'] += 1;
    else if (char === ')' || char === ']') open[char] -= 1;
  }
  let end = pathEnd;
  for (; end > host; end -= 1) {
    const char = text[end - 1] ?? '';
    if (char === ')' || char === ']') {
      if (open[char] >= 0) break;
      open[char] += 1;
    } else if (!".,;:!?'*_~".includes(char)) {
      break;
    }
  }
  return end;
}

function isHostChar(code: number): boolean {
  return isAsciiWord(code) || code === 0x2d || code === 0x2e;
}

/** Where a segment of a path, a query or a fragment begins: / ? # & = */
function isSeparator(code: number): boolean {
  return code === 0x2f || code === 0x3f || code === 0x23 || code === 0x26 || code === 0x3d;
}

/** Spaces, controls, quotes and brackets of any script: never inside a link. */
function isOutside(code: number): boolean {
  if (code <= 0x20 || code === 0x7f) return true;
  if (code < 0x80) return '"<>\\^`{|}'.includes(String.fromCharCode(code));
  const isLatinMark = code <= 0xa0 || code === 0xab || code === 0xad || code === 0xbb;
  const isGeneralPunctuation = code >= 0x2000 && code <= 0x206f;
  const isWideMark = (code >= 0x3000 && code <= 0x303f) || (code >= 0xff00 && code <= 0xff65) || code >= 0xfff0;
  return isLatinMark || isGeneralPunctuation || isWideMark || code === 0xfeff;
}

/** Syllables, and the letters they are made of. */
function isHangul(code: number): boolean {
  return (code >= 0xac00 && code <= 0xd7af) || (code >= 0x1100 && code <= 0x11ff) || (code >= 0x3130 && code <= 0x318f);
}

/** Half of an emoji, nearly always: it stands behind a link, not in it. */
function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isAsciiWord(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
