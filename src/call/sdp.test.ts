import { expect, it } from 'vitest';
import { withOpusPreferences, withVideoStart } from './sdp.ts';

const sdp = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  '',
].join('\r\n');

it('asks for Opus that is silent in silence and mends losses, once', () => {
  const asked = withOpusPreferences(sdp);
  expect(asked).toContain('a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n');
  expect(withOpusPreferences(asked)).toBe(asked);
});

it('lets a picture begin at full size, once', () => {
  const asked = withVideoStart(sdp);
  expect(asked).toContain('a=rtpmap:96 VP8/90000\r\na=fmtp:96 x-google-start-bitrate=1200\r\n');
  expect(withVideoStart(asked)).toBe(asked);
});

it('touches no other line', () => {
  const added = (text: string) => text.split('\r\n').filter((line) => !sdp.split('\r\n').includes(line));
  expect(added(withVideoStart(sdp))).toHaveLength(1);
  expect(added(withOpusPreferences(sdp))).toHaveLength(1);
  expect(withOpusPreferences('v=0\r\n')).toBe('v=0\r\n');
});
