import type { ProcessStatus } from '../process/supervisor.js';

/** Where a peer answers, and how to know that it is the one. */
export type PeerAddress = {
  readonly msp: string;
  readonly name: string;
  readonly endpoint: string;
  /** PEM file of the authority that certified its listener. */
  readonly tlsCa: string;
};

export type EngineName = 'devnet' | 'compose' | 'processes';

/** Something that runs the network of a topology. Nothing above it knows which one it is. */
export interface Engine {
  readonly name: EngineName;
  /** What a person should know of it, in one line. */
  readonly description: string;
  readonly peers: readonly PeerAddress[];
  /** Start peers, orderers and chaincode; resolves when they listen. Safe to call once. */
  start(): Promise<void>;
  stop(graceMilliseconds: number): Promise<void>;
  status(): readonly ProcessStatus[];
}
