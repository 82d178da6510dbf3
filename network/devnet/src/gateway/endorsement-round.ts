import { status } from '@grpc/grpc-js';
import type { Endorsement } from '@argosy/protocol/messages/proposal';
import type { Decoded } from '@argosy/protocol/wire';
import type { StateView } from '@argosy/ledger/state';
import type { ProposalResponseMessage } from '../endorser/response.js';
import { CallError, type CallDetail } from '../grpc/call-error.js';
import { ask, type PeerAnswer, type Verdict } from './ask.js';
import { detailOf, type GatewayPeer } from './context.js';

type EndorsementMessage = Decoded<typeof Endorsement>;

/** Who endorsed first, and whose policies count by what was simulated there. */
export interface FirstEndorsement {
  readonly peer: GatewayPeer;
  readonly interest: ProposalResponseMessage['interest'];
}

/** Collects endorsements of one proposal: all of the very same bytes, each peer's once. */
export class EndorsementRound {
  private readonly collected = new Map<GatewayPeer, EndorsementMessage>();
  private readonly failed = new Set<GatewayPeer>();
  private readonly details: CallDetail[] = [];
  private readonly ahead = new Map<GatewayPeer, Promise<PeerAnswer>>();
  private agreed: Uint8Array | undefined;
  private completed: readonly GatewayPeer[] = [];

  constructor(
    private readonly verdict: Verdict,
    private readonly state: StateView,
    private readonly home: GatewayPeer,
  ) {}

  /** What was endorsed: the first accepted peer's bytes. */
  get payload(): Uint8Array {
    if (this.agreed === undefined) throw new TypeError('nobody has endorsed yet');
    return this.agreed;
  }

  /** Those of the completed layout, in order of arrival. The first endorser's is left out where no policy needs it. */
  get endorsements(): readonly EndorsementMessage[] {
    return [...this.collected]
      .filter(([peer]) => this.completed.includes(peer))
      .map(([, endorsement]) => endorsement);
  }

  /**
   * Let peers begin before it is their turn. Whether and in which order their answers count is decided as if they had been
   * asked one after the other: only the waiting is shared.
   */
  askAhead(peers: readonly GatewayPeer[]): void {
    for (const peer of peers) {
      const answer = this.answerOf(peer);
      // If this answer is never needed, its failure is nobody's concern.
      answer.catch(() => undefined);
      this.ahead.set(peer, answer);
    }
  }

  /** The first endorsement: one peer after the other is asked until one endorses, and says what the transaction touches. */
  async first(candidates: readonly GatewayPeer[]): Promise<FirstEndorsement> {
    for (const peer of candidates) {
      const response = await this.ask(peer);
      if (response !== undefined) return { peer, interest: response.interest };
    }
    const text = 'failed to endorse transaction, see attached details for more info';
    throw new CallError(status.ABORTED, text, this.details);
  }

  /** Complete the first layout that can be completed. The missing peers of a layout are asked at the same time. */
  async collect(layouts: readonly (readonly GatewayPeer[])[]): Promise<void> {
    for (const layout of layouts) {
      if (layout.some((peer) => this.failed.has(peer))) continue;
      const missing = layout.filter((peer) => !this.collected.has(peer));
      await Promise.all(missing.map((peer) => this.ask(peer)));
      this.completed = layout;
      if (layout.every((peer) => this.collected.has(peer))) return;
    }
    const text =
      'failed to collect enough transaction endorsements, see attached details for more info';
    throw new CallError(status.ABORTED, text, this.details);
  }

  /** The peer's response, if its endorsement counts. */
  private async ask(peer: GatewayPeer): Promise<ProposalResponseMessage | undefined> {
    const answer = await (this.ahead.get(peer) ?? this.answerOf(peer));
    const fault = answer.ok ? this.accept(peer, answer.response) : answer.failure.message;
    if (fault === undefined) return answer.ok ? answer.response : undefined;
    this.failed.add(peer);
    this.details.push(detailOf(peer, fault));
    return undefined;
  }

  private answerOf(peer: GatewayPeer): Promise<PeerAnswer> {
    return ask(peer, this.verdict, this.state, this.home);
  }

  private accept(
    peer: GatewayPeer,
    { payload, endorsement }: ProposalResponseMessage,
  ): string | undefined {
    if (endorsement === undefined) return 'no endorsement in the response';
    this.agreed ??= payload;
    if (Buffer.compare(this.agreed, payload) !== 0) return 'ProposalResponsePayloads do not match';
    this.collected.set(peer, endorsement);
    return undefined;
  }
}
