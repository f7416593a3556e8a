// The few words we add to a session description for its reader. Text in, text out; everything else is the browser's own.

const videoStartKbps = 1_200;

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

/**
 * Lets Chromium begin a picture at 1.2 Mbit/s instead of 300 kbit/s, below which it starts with 180 lines and takes twenty
 * seconds to reach 720. Its bandwidth estimate corrects this within a second on a slower link; other browsers ignore it.
 */
export function withVideoStart(sdp: string): string {
  return sdp.replace(
    /^(a=rtpmap:(\d{1,3}) VP8\/90000)(\r?\n)(?!a=fmtp:\2 )/gim,
    (_line, map: string, payloadType: string, end: string) =>
      `${map}${end}a=fmtp:${payloadType} x-google-start-bitrate=${videoStartKbps}${end}`,
  );
}

function withParameters(parameters: string): string {
  const kept = parameters.split(';').filter((parameter) => !/^\s*(usedtx|useinbandfec)\s*=/.test(parameter));
  return [...kept, 'useinbandfec=1', 'usedtx=1'].join(';');
}
