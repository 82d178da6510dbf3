import type { AuthorityKind } from '../run-folder.js';
import type { ProcessStatus } from '../process/supervisor.js';

/** Where an organisation's certification authorities answer, with Fabric CA's calls. */
export type AuthorityAddress = {
  readonly msp: string;
  /** `https://localhost:17051`. */
  readonly url: string;
  /** PEM file of the authority that certified its listener; there as soon as the authorities have started. */
  readonly tlsCa: string;
  /** The names by which requests say which of the authorities at this address is meant. */
  readonly names: Readonly<Partial<Record<AuthorityKind, string>>>;
};

/** A server for people and programs that operate a node. */
export type OperatorAddress = {
  readonly url: string;
  /** PEM file of the authority that certified its listener; it asks its clients for a certificate of the same authority. */
  readonly tlsCa: string;
};

/** Where a peer answers, and how to know that it is the one. */
export type PeerAddress = {
  readonly msp: string;
  readonly name: string;
  readonly endpoint: string;
  /** PEM file of the authority that certified its listener. */
  readonly tlsCa: string;
  readonly operations?: OperatorAddress;
};

/** Where an orderer answers: clients and peers, whoever has it join channels, and whoever watches it. */
export type OrdererAddress = {
  readonly msp: string;
  readonly name: string;
  readonly endpoint: string;
  readonly tlsCa: string;
  /** Channel participation, with mutual TLS: for the administrator of the orderer's own organisation. */
  readonly admin: OperatorAddress;
  readonly operations?: OperatorAddress;
};

/** The control server of a network for development: faults, block production, clock, snapshots. */
export type ControlAddress = {
  readonly url: string;
  /** The file with the token that each request has to carry. */
  readonly tokenFile: string;
};

export type EngineName = 'devnet' | 'compose' | 'processes';

/** Something that runs the network of a topology. Nothing above it knows which one it is.
 *  It is started in the order of its methods: authorities certify what chaincode, peers and orderers need to start. */
export interface Engine {
  readonly name: EngineName;
  /** What a person should know of it, in one line. */
  readonly description: string;
  /** One address for each organisation and each orderer organisation. */
  readonly authorities: readonly AuthorityAddress[];
  /** In the topology's order; an organisation may have several. */
  readonly peers: readonly PeerAddress[];
  readonly orderers: readonly OrdererAddress[];
  /** Only on a network for development. */
  readonly controls?: ControlAddress;
  /** Resolves when every authority answers. Requires: the secrets of their registrars in the run folder. */
  startAuthorities(): Promise<void>;
  /** Begin to start the chaincode processes; they take longest, and wait for their peers' calls.
   *  Requires: the certificates of the links between peers and chaincode. */
  startChaincode(): Promise<void>;
  /** Start peers and orderers, which have joined nothing yet or what they had joined before; resolves when they listen.
   *  Requires: their certificates. */
  startNodes(): Promise<void>;
  stop(graceMilliseconds: number): Promise<void>;
  /** Every process with its state and the place of its log. */
  status(): readonly ProcessStatus[];
  /** End one process in order, and start it again. Refuses a name that is none of `status()`. */
  restart(process: string, graceMilliseconds: number): Promise<void>;
}
