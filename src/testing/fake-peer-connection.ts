// As much of a browser's RTCPeerConnection as negotiation can observe: signalling states, rollback, ICE generations and
// the negotiation-needed flag (W3C WebRTC section 4.3.1 and 4.7.3). Finishes what it is asked only when told to.
import type { NegotiationEvent } from '#call/negotiation.ts';
import type { Candidate } from '#protocol/signaling.ts';

interface Description {
  readonly type: 'offer' | 'answer';
  /** ICE generation of who wrote it. */
  readonly ufrag: string;
  /** Media sections in it. */
  readonly sections: number;
}

type State = 'stable' | 'have-local-offer' | 'have-remote-offer';

export class FakePeerConnection {
  readonly #name: string;
  readonly #report: (event: NegotiationEvent) => void;
  #state: State = 'stable';
  #generation = 0;
  #isRestartDue = false;
  #isNeeded = false;
  #isCheckDue = false;
  #sections = 0;
  /** What an offer replaces until it is answered: a rollback brings it back. */
  #agreed: Description | null = null;
  #task: (() => NegotiationEvent) | null = null;
  local: Description | null = null;
  remote: Description | null = null;
  readonly problems: string[] = [];
  readonly added: string[] = [];

  constructor(name: string, initiates: boolean, report: (event: NegotiationEvent) => void) {
    this.#name = name;
    this.#report = report;
    if (initiates) {
      this.#sections = 2;
      this.#need();
    }
  }

  get state(): State {
    return this.#state;
  }

  get isBusy(): boolean {
    return this.#task !== null || this.#isCheckDue;
  }

  make(type: 'offer' | 'answer'): void {
    this.#begin(() => {
      if (type === 'offer' && this.#state === 'have-remote-offer') return this.#fail('offer made in have-remote-offer');
      if (type === 'answer' && this.#state !== 'have-remote-offer') return this.#fail(`answer made in ${this.#state}`);
      if (this.#isRestartDue || this.#generation === 0) this.#generation += 1;
      this.#isRestartDue = false;
      this.#isNeeded = false;
      if (type === 'offer') this.#agreed = this.local;
      this.local = { type, ufrag: `${this.#name}${this.#generation}`, sections: this.#sections };
      this.#state = type === 'offer' ? 'have-local-offer' : 'stable';
      this.#check();
      return { kind: 'made', sdp: JSON.stringify(this.local) };
    });
  }

  take(type: 'offer' | 'answer', sdp: string): void {
    this.#begin(() => {
      const description = JSON.parse(sdp) as Description;
      if (description.type !== type) return this.#fail(`took ${description.type} as ${type}`);
      if (type === 'answer' && this.#state !== 'have-local-offer') return this.#fail(`answer taken in ${this.#state}`);
      if (type === 'offer' && this.#state === 'have-local-offer') {
        this.local = this.#agreed;
        // Sections that lost a collision before anything was agreed on are asked for again, without end.
        if (this.remote === null && this.#sections > 0) this.problems.push('sections lost in a collision');
      }
      this.#sections = Math.max(this.#sections, description.sections);
      // A remote restart takes ours with it: the answer gets new credentials as well (RFC 8445 section 2.4).
      if (type === 'offer' && this.remote !== null && this.remote.ufrag !== description.ufrag)
        this.#isRestartDue = true;
      this.remote = description;
      this.#state = type === 'offer' ? 'have-remote-offer' : 'stable';
      this.#check();
      return { kind: 'taken' };
    });
  }

  addCandidates(candidates: readonly Candidate[]): void {
    for (const { candidate } of candidates) {
      if (this.remote === null) this.problems.push(`${candidate} without a remote description`);
      else this.added.push(candidate);
    }
  }

  restartIce(): void {
    // There are no credentials to replace yet.
    if (this.local === null) return;
    this.#isRestartDue = true;
    this.#need();
  }

  localDescription(type: 'offer' | 'answer'): string | null {
    return this.local?.type === type ? JSON.stringify(this.local) : null;
  }

  /** Finds one network address: only after a local description is set. */
  gather(address: string): void {
    if (this.local === null || this.#task !== null) return;
    const candidate = { candidate: `${this.local.ufrag}/${address}`, sdpMid: '0', sdpMLineIndex: 0 };
    this.#report({ kind: 'gathered', candidates: [candidate] });
  }

  /** Finishes what it is asked, or fires the event that is due. */
  step(): void {
    const task = this.#task;
    if (task !== null) {
      this.#task = null;
      this.#report(task());
    } else if (this.#isCheckDue) {
      this.#isCheckDue = false;
      if (this.#isNeeded && this.#state === 'stable') this.#report({ kind: 'needed' });
    }
  }

  #begin(task: () => NegotiationEvent): void {
    if (this.#task !== null) this.problems.push('two description effects in flight');
    this.#task = task;
  }

  #fail(problem: string): NegotiationEvent {
    this.problems.push(problem);
    return { kind: 'failed' };
  }

  #need(): void {
    this.#isNeeded = true;
    this.#check();
  }

  #check(): void {
    if (this.#state === 'stable' && this.#isNeeded) this.#isCheckDue = true;
  }
}
