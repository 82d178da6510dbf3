import type { GatewayPeer } from './context.js';

/** Sets of peers, each of which would do, best first. */
export type Plan = readonly (readonly GatewayPeer[])[];

/** All that a plan follows from, under one configuration of a channel. */
export interface PlanQuestion {
  /** What is to be endorsed, and who began. */
  readonly asked: string;
  /** Who could endorse, in the gateway's order. */
  readonly peers: readonly GatewayPeer[];
  /** The height since which definitions have not changed. */
  readonly lifecycleHeight: bigint;
}

/** So many plans are remembered; then all are forgotten, for a client can ask for ever new ones. */
const LIMIT = 1_000;

/**
 * Plans that were made. Finding the sets takes as many evaluations of policies as there are sets of peers, and each transaction asks
 * for the same.
 */
export class KnownPlans {
  readonly #known = new Map<string, { readonly question: PlanQuestion; readonly plan: Plan }>();

  find(question: PlanQuestion): Plan | undefined {
    const known = this.#known.get(question.asked);
    return known !== undefined && isSame(known.question, question) ? known.plan : undefined;
  }

  keep(question: PlanQuestion, plan: Plan): void {
    if (this.#known.size >= LIMIT) this.#known.clear();
    this.#known.set(question.asked, { question, plan });
  }
}

const isSame = (one: PlanQuestion, other: PlanQuestion): boolean =>
  one.lifecycleHeight === other.lifecycleHeight &&
  one.peers.length === other.peers.length &&
  one.peers.every((peer, index) => peer === other.peers[index]);
