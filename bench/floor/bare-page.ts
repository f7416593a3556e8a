// The least a page must do to be in a call. Sent into the page as text: uses nothing of this file.

/** What both sides of the bare call are told. Fields as the product sets them, so that encoders do the same work. */
export interface BareCall {
  readonly socketUrl: string;
  readonly videoBitsPerSecond: number;
  readonly audioBitsPerSecond: number;
}

/** In the page: opens devices and socket; calls when the button is pressed, answers when called. Resolves when it could. */
export async function standBy({ socketUrl, videoBitsPerSecond, audioBitsPerSecond }: BareCall): Promise<void> {
  const video = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const media = await navigator.mediaDevices.getUserMedia({ audio, video });
  const show = (id: string, stream: MediaStream): void => {
    const element = document.getElementById(id);
    if (element instanceof HTMLVideoElement) element.srcObject = stream;
  };
  show('own', media);
  const socket = new WebSocket(socketUrl);
  await new Promise((opened) => socket.addEventListener('open', opened));
  const say = (said: Said): void => socket.send(JSON.stringify(said));

  interface Said {
    readonly description?: RTCSessionDescriptionInit | null;
    readonly candidate?: RTCIceCandidateInit;
  }

  let connection: RTCPeerConnection | null = null;
  function begin(): RTCPeerConnection {
    connection?.close();
    const begun = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    begun.onicecandidate = ({ candidate }) => {
      if (candidate !== null) say({ candidate: candidate.toJSON() });
    };
    begun.ontrack = ({ streams: [stream] }) => {
      if (stream !== undefined) show('far', stream);
    };
    for (const track of media.getTracks()) begun.addTrack(track, media);
    connection = begun;
    return begun;
  }

  async function shape(of: RTCPeerConnection): Promise<void> {
    for (const sender of of.getSenders()) {
      const parameters = sender.getParameters();
      for (const encoding of parameters.encodings)
        encoding.maxBitrate = sender.track?.kind === 'video' ? videoBitsPerSecond : audioBitsPerSecond;
      await sender.setParameters(parameters);
    }
  }

  socket.addEventListener('message', ({ data }) => {
    const said: Said = JSON.parse(String(data));
    if (said.candidate !== undefined) void connection?.addIceCandidate(said.candidate);
    if (said.description?.type === 'answer') void connection?.setRemoteDescription(said.description);
    if (said.description?.type === 'offer') {
      const answering = begin();
      void answering
        .setRemoteDescription(said.description)
        .then(() => answering.setLocalDescription())
        .then(() => say({ description: answering.localDescription }))
        .then(() => shape(answering));
    }
  });
  document.querySelector('button')?.addEventListener('click', () => {
    const calling = begin();
    void calling
      .setLocalDescription()
      .then(() => say({ description: calling.localDescription }))
      .then(() => shape(calling));
  });
}
