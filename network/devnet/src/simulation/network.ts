import { buildGenesisBlock } from '@argosy/protocol/genesis';
import type { CollectionConfig } from '@argosy/protocol/messages/collections';
import {
  ApproveChaincodeDefinitionForMyOrgArgs,
  CommitChaincodeDefinitionArgs,
  InstallChaincodeArgs,
} from '@argosy/protocol/messages/lifecycle';
import { verifySignature } from '@argosy/protocol/crypto';
import { encode, type Decoded, type Encodable } from '@argosy/protocol/wire';
import type { Ambient } from '../ambient.js';
import type { Channel } from '../channel.js';
import type { DevnetParts } from '../devnet-parts.js';
import { Devnet } from '../devnet.js';
import type { Faults } from '../ordering/faults.js';
import { servicePackage } from '../packages/chaincode-package.js';
import type { Storage } from '../storage/storage.js';
import { MemoryTransport } from '../transport/memory-transport.js';
import { chaincodeServer, type SimulatedFunction } from './chaincode.js';
import { SimulatedClient, type Wanted } from './client.js';
import { SimulatedOrganisation, type Member, type Role } from './organisations.js';
import { seededSurroundings } from './seeded-keys.js';
import { seededBytes } from './virtual-time.js';

export interface SimulatedNetworkOptions {
  readonly seed: string;
  readonly ambient: Ambient;
  readonly storage: Storage;
  /** Organisations with a peer each, and those without one. */
  readonly members?: readonly string[];
  readonly guests?: readonly string[];
  /** How many of the members must endorse; all, if it is not given. */
  readonly endorsements?: number;
  /** How many organisations order. */
  readonly orderers?: number;
  readonly faults?: Faults;
  readonly warn?: (text: string) => void;
  /** Judge every stored block again when opening. */
  readonly verify?: boolean;
}

/** A chaincode to be deployed. */
export interface SimulatedChaincode {
  readonly name: string;
  readonly functions: Readonly<Record<string, SimulatedFunction>>;
  readonly collections?: readonly Encodable<Decoded<typeof CollectionConfig>>[];
}

const CHANNEL = 'trade';

/** A whole network within the process, of which everything follows from a seed: keys, certificates, nonces and blocks. */
export class SimulatedNetwork {
  readonly transport = new MemoryTransport();
  private readonly organisations = new Map<string, SimulatedOrganisation>();
  private readonly parts: DevnetParts;
  private readonly consenters: readonly Member[];
  private running: Devnet | undefined;

  /** Make keys and block 0; nothing runs yet. */
  constructor(private readonly options: SimulatedNetworkOptions) {
    const { ambient, storage, seed, faults, warn, verify, orderers = 4 } = options;
    const surroundings = seededSurroundings(seed, () => ambient.now());
    const ordering = Array.from({ length: orderers }, (_, i) => `Orderer${i + 1}`);
    for (const mspId of [...this.members, ...(options.guests ?? []), ...ordering])
      this.organisations.set(mspId, new SimulatedOrganisation(mspId, surroundings));
    const nodes = ordering.map((mspId) => this.of(mspId).enrol('orderer', 'orderer'));
    this.consenters = nodes;
    this.parts = {
      ambient,
      storage,
      transport: this.transport,
      faults,
      warn,
      verify,
      channels: [{ name: CHANNEL, genesisBlock: this.genesisOf(CHANNEL) }],
      peers: this.members.map((mspId) => ({
        name: 'peer0',
        address: addressOf(mspId),
        signer: this.of(mspId).enrol('peer0', 'peer'),
        tls: { certificate: '', key: '' },
        packageValues: { peer: mspId },
      })),
      orderers: nodes.map((signer, i) => ({
        node: { id: i + 1, name: `${signer.mspId}:${i + 1}`, signer },
      })),
      production: { mode: 'instant' },
      // Node's threads would answer when they like.
      verifyBatch: (checks) =>
        Promise.resolve(
          checks.map(({ key, message, signature }) => verifySignature(key, message, signature)),
        ),
    };
  }

  async open(): Promise<void> {
    this.running = await Devnet.open(this.parts);
  }

  async close(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }

  get devnet(): Devnet {
    if (this.running === undefined) throw new Error('the network is not open');
    return this.running;
  }

  get channel(): Channel {
    const channel = this.devnet.channels.get(CHANNEL);
    if (channel === undefined) throw new Error(`there is no channel ${CHANNEL}`);
    return channel;
  }

  get genesis(): Uint8Array {
    const [first] = this.parts.channels;
    return first?.genesisBlock ?? Buffer.of();
  }

  /** The organisations that have a peer. */
  get members(): readonly string[] {
    return this.options.members ?? ['BankA', 'BankB'];
  }

  /** Where the peers serve. */
  get addresses(): readonly string[] {
    return this.members.map(addressOf);
  }

  /** Somebody new of an organisation. */
  client(mspId: string, name: string, role: Role = 'client'): SimulatedClient {
    const { ambient, seed } = this.options;
    return new SimulatedClient({
      transport: this.transport,
      ambient,
      channelId: CHANNEL,
      signer: this.of(mspId).enrol(name, role),
      seed: `${seed} ${mspId} ${name}`,
    });
  }

  /** Serve a chaincode, which is deployed now or was before. Answers the id of its package. */
  serve(name: string, functions: SimulatedChaincode['functions']): string {
    const { id } = packageOf(name);
    for (const mspId of this.members)
      this.transport.serveChaincode(chaincodeAddress(name, mspId), chaincodeServer(id, functions));
    return id;
  }

  /** Install a chaincode at every peer, serve it, and have it approved and defined. Blocks must be made at once meanwhile. */
  async deploy({ name, functions, collections = [] }: SimulatedChaincode): Promise<void> {
    const { bytes } = packageOf(name);
    const id = this.serve(name, functions);
    const config = collections.length === 0 ? {} : { collections: { config: collections } };
    const definition = { name, version: '1', sequence: 1n, ...config };
    const source = { localPackage: { packageId: id } };
    const install = encode(InstallChaincodeArgs, { chaincodeInstallPackage: bytes });
    const approve = encode(ApproveChaincodeDefinitionForMyOrgArgs, { ...definition, source });
    for (const mspId of this.members) {
      const admin = this.client(mspId, `admin of ${name}`, 'admin');
      const endorsers = [mspId];
      const own = (args: Wanted['args']): Wanted => ({ chaincode: '_lifecycle', args, endorsers });
      await admin.evaluate(addressOf(mspId), own(['InstallChaincode', install]));
      await this.commit(admin, mspId, own(['ApproveChaincodeDefinitionForMyOrg', approve]));
    }
    const [first = ''] = this.members;
    const args = ['CommitChaincodeDefinition', encode(CommitChaincodeDefinitionArgs, definition)];
    const committer = this.client(first, `committer of ${name}`, 'admin');
    await this.commit(committer, first, { chaincode: '_lifecycle', args });
  }

  private async commit(client: SimulatedClient, mspId: string, wanted: Wanted): Promise<void> {
    const address = addressOf(mspId);
    const prepared = await client.endorse(address, wanted);
    await client.submit(address, prepared);
    const { code } = await client.status(address, prepared.txId, new AbortController().signal);
    if (code !== 0) throw new Error(`${String(wanted.args[0])} was flagged ${code}`);
  }

  /** Block 0 of a channel of these organisations. */
  genesisOf(channelId: string): Buffer {
    const { ambient, seed, guests = [] } = this.options;
    const { endorsements = this.members.length } = this.options;
    const banks = { n: endorsements, mspIds: this.members };
    const orderers = this.consenters.map(({ mspId, certificate }, i) => ({
      ...this.of(mspId).msp,
      consenters: [
        { id: i + 1, host: 'localhost', port: 7050 + i, certificate, tlsCertificate: certificate },
      ],
    }));
    return buildGenesisBlock(
      {
        channelId,
        members: [...this.members, ...guests].map((mspId) => this.of(mspId).msp),
        orderers,
        endorsement: banks,
        lifecycleEndorsement: banks,
      },
      {
        time: { seconds: BigInt(Math.floor(ambient.now() / 1000)), nanos: 0 },
        nonce: seededBytes(`${seed} genesis ${channelId}`)(24),
      },
    );
  }

  private of(mspId: string): SimulatedOrganisation {
    const organisation = this.organisations.get(mspId);
    if (organisation === undefined) throw new Error(`there is no organisation ${mspId}`);
    return organisation;
  }
}

const addressOf = (mspId: string): string => `peer0.${mspId}`;
const chaincodeAddress = (name: string, mspId: string): string => `${name}.${mspId}`;
const packageOf = (name: string): ReturnType<typeof servicePackage> =>
  servicePackage(`${name}_1`, { address: `${name}.{{.peer}}` });
