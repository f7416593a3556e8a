// The two words we add to a session description. Text in, text out; everything else is the browser's own.

/**
 * Asks the other side to send Opus with discontinuous transmission and in-band error correction (RFC 7587 section 6.1:
 * format parameters say what the sender of the description wants to receive).
 */
export function withOpusPreferences(sdp: string): string {
  const payloadType = /^a=rtpmap:(\d{1,3}) opus\/48000\/2\r?$/im.exec(sdp)?.[1];
  if (payloadType === undefined) return sdp;
  const prefix = `a=fmtp:${payloadType} `;
  return sdp
    .split('\r\n')
    .map((line) => (line.startsWith(prefix) ? prefix + withParameters(line.slice(prefix.length)) : line))
    .join('\r\n');
}

function withParameters(parameters: string): string {
  const kept = parameters.split(';').filter((parameter) => !/^\s*(usedtx|useinbandfec)\s*=/.test(parameter));
  return [...kept, 'useinbandfec=1', 'usedtx=1'].join(';');
}
