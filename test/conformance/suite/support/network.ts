import { readFileSync } from 'node:fs';
import { pemSigner, type Signer } from '@argosy/protocol/signer';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { TestClient } from '../../../../network/devnet/test-support/test-client.js';
import type { Pair } from '../../../../network/devnet/test-support/certificates.js';
import { Material, type OrdererAddress, type PeerAddress } from './description.js';

/** The organisations of the conformance network: `../topology.yaml` says more. */
export const [ALPHA, BETA, GAMMA] = ['AlphaMSP', 'BetaMSP', 'GammaMSP'] as const;
/** Without a peer, sponsored by Alpha. */
export const DELTA = 'DeltaMSP';
/** A member of the second channel only. */
export const OMEGA = 'OmegaMSP';

/** Members of the channel `main` with a peer. */
export const banks = [ALPHA, BETA, GAMMA] as const;
/** All its members. */
export const members = [...banks, DELTA] as const;

interface At {
  readonly peer?: PeerAddress;
  readonly tls?: Pair;
}

/** The network that the suite runs on. */
export class SuiteNetwork {
  readonly material = new Material();
  private readonly clients: TestClient[] = [];

  get peers(): readonly PeerAddress[] {
    return this.material.description.peers;
  }

  get orderers(): readonly OrdererAddress[] {
    return this.material.description.orderers;
  }

  /** The package that the chaincode `ops` runs from. */
  get packageId(): string {
    return this.material.description.chaincodes.find(({ name }) => name === 'ops')!.packageId;
  }

  /** An organisation's peer; Alpha has two. */
  peer(msp: string, index = 0): PeerAddress {
    return this.peers.filter((one) => one.msp === msp)[index]!;
  }

  signer(msp: string, name = 'user'): Signer {
    const { certificate, key } = this.material.identity(msp, name);
    return pemSigner(msp, certificate, key);
  }

  /** Somebody at a peer: at the first of its own organisation, or Alpha's if it has none. */
  client(msp: string, name = 'user', { peer, tls }: At = {}): TestClient {
    const host = this.peers.some((one) => one.msp === msp) ? msp : ALPHA;
    const at = peer ?? this.peer(host);
    return this.clientWith(msp, this.material.identity(msp, name), at, tls);
  }

  administrator(msp: string): TestClient {
    return this.client(msp, 'admin');
  }

  /** Somebody at an orderer. */
  atOrderer(msp: string, name = 'user', index = 0, tls?: Pair): TestClient {
    return this.clientWith(msp, this.material.identity(msp, name), this.orderers[index]!, tls);
  }

  /** A client with a certificate of its own. */
  clientWith(
    msp: string,
    pair: Pair,
    { endpoint, tlsCa }: Pick<PeerAddress, 'endpoint' | 'tlsCa'>,
    tls?: Pair,
  ): TestClient {
    const client = new TestClient(msp, pair, endpoint, readFileSync(tlsCa, 'utf8'), tls);
    this.clients.push(client);
    return client;
  }

  /** With which configuration one of the channels that were there from the beginning began. */
  firstConfiguration(channel = 'main'): ChannelBundle {
    const { genesisBlock } = this.material.description.channels.find(
      ({ name }) => name === channel,
    )!;
    return ChannelBundle.fromBlock(readFileSync(genesisBlock));
  }

  close(): void {
    for (const client of this.clients) client.close();
  }
}
