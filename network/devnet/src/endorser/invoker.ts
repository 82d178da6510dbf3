import type { ChaincodeInput } from '@argosy/protocol/messages/proposal';
import { reasonOf } from '@argosy/protocol/reason';
import type { Decoded } from '@argosy/protocol/wire';
import {
  definitionSequence,
  LEGACY_LIFECYCLE,
  type ChaincodeDefinition,
} from '@argosy/ledger/definitions';
import { PrivateView } from '@argosy/ledger/private-data/private-view';
import type { StateView } from '@argosy/ledger/state';
import { resourceRefusal } from '../access.js';
import type { ChaincodeHost } from '../chaincode/host.js';
import type { Callee, ChaincodeAnswer } from '../chaincode/invocation.js';
import { Simulation } from '../chaincode/simulation.js';
import type { Channel } from '../channel.js';
import type { Resolution } from '../lifecycle/approved-definitions.js';
import { requireInitOrder } from './initialisation.js';
import { proposalSignature, type CheckedProposal } from './proposal-checks.js';
import { siteOf } from './site.js';
import { callSystemChaincode, type SystemChaincode } from './system-chaincode.js';

/** Where an endorser finds the chaincodes of its organisation. */
export interface ChaincodeDirectory {
  readonly system: ReadonlyMap<string, SystemChaincode>;
  /** What this organisation runs for a name, by a state of a channel. */
  resolve(channel: Channel, state: StateView, name: string): Resolution;
  /** Whether this organisation runs a chaincode, by the channel's state as it is now. */
  runs(channel: Channel, name: string): boolean;
  /** The serialized identities of the other peers of the network. */
  others(): readonly Uint8Array[];
}

/** What calls on one channel have in common. */
export interface Frame {
  readonly proposal: CheckedProposal;
  readonly channel: Channel;
  readonly simulation: Simulation;
}

/** A chaincode that can be executed. */
export interface Executable {
  readonly name: string;
  readonly host: ChaincodeHost;
  readonly definition: ChaincodeDefinition;
}

type Input = Decoded<typeof ChaincodeInput>;

/** Executes chaincodes of one organisation, for proposals and for other chaincodes. Throws errors with a peer's texts. */
export class Invoker {
  constructor(
    readonly mspId: string,
    private readonly chaincodes: ChaincodeDirectory,
    private readonly channels: ReadonlyMap<string, Channel>,
  ) {}

  /** What an execution on a channel starts from: this organisation's view of the state. */
  frame(proposal: CheckedProposal, channel: Channel, state: StateView): Frame {
    const view = new PrivateView(state, this.mspId);
    return { proposal, channel, simulation: new Simulation(view, siteOf(proposal, channel)) };
  }

  /** Find definition and package. The look-up reads the definition's sequence, so that an upgrade in between invalidates. */
  find({ channel, simulation: { simulator, view } }: Frame, name: string): Executable {
    const sequence = definitionSequence((namespace, key) => simulator.get(namespace, key), name);
    if (sequence === 0n) simulator.get(LEGACY_LIFECYCLE, name);
    const found = this.chaincodes.resolve(channel, view, name);
    if (found.kind === 'runs nothing') throw new Error(found.why);
    return { name, host: found.host, definition: found.definition };
  }

  /** Execute a chaincode that was found. */
  async execute(
    frame: Frame,
    { name, host, definition }: Executable,
    input: Input,
  ): Promise<ChaincodeAnswer> {
    const { proposal, channel, simulation } = frame;
    requireInitOrder(simulation, { name, definition }, input);
    return host.execute({
      channelId: channel.id,
      txId: proposal.opened.channelHeader.txId,
      namespace: name,
      input,
      proposal: proposal.opened.signed,
      simulation,
      history: channel.history,
      isInit: input.isInit,
      invoke: (callee) => this.#call(frame, callee),
    });
  }

  /** A chaincode calls another: on the same channel in the same simulation, on another one in one that is thrown away. */
  async #call(frame: Frame, callee: Callee): Promise<ChaincodeAnswer> {
    const { proposal } = frame;
    const { channelId, chaincode } = callee;
    const channel = this.channels.get(channelId);
    if (!this.chaincodes.system.has(chaincode)) refuseUnlessWriter(proposal, channelId, channel);
    if (channel === frame.channel) return this.#execute(frame, callee);
    if (channel === undefined) throw new Error(`failed to find ledger for channel: ${channelId}`);
    return channel.onSnapshot((state) =>
      this.#execute(this.frame(proposal, channel, state), callee),
    );
  }

  async #execute(frame: Frame, { chaincode, input }: Callee): Promise<ChaincodeAnswer> {
    const system = this.chaincodes.system.get(chaincode);
    if (system !== undefined) {
      const response = await callSystemChaincode(system, frame, input);
      return { kind: 'completed', response, event: undefined };
    }
    try {
      return await this.execute(frame, this.#findCallee(frame, chaincode), input);
    } catch (error) {
      throw new Error(`execute failed: ${reasonOf(error)}`, { cause: error });
    }
  }

  #findCallee(frame: Frame, name: string): Executable {
    try {
      return this.find(frame, name);
    } catch (error) {
      const what = `failed to get chaincode container info for ${name}`;
      throw new Error(
        `invalid invocation: [channel ${frame.channel.id}] ${what}: ${reasonOf(error)}`,
        { cause: error },
      );
    }
  }
}

/** A chaincode may call application chaincodes if the proposal's creator may write on their channel. */
function refuseUnlessWriter(
  proposal: CheckedProposal,
  channelId: string,
  channel: Channel | undefined,
): void {
  if (channel === undefined) {
    throw new Error(`Failed to get policy manager for channel [${channelId}]`);
  }
  const signed = proposalSignature(proposal);
  const refusal = resourceRefusal(channel.bundle, 'peer/ChaincodeToChaincode', signed);
  if (refusal !== undefined) throw new Error(refusal);
}
