import { reasonOf } from '@argosy/protocol/reason';
import type { Signer } from '@argosy/protocol/signer';
import { definitionSequence, type ChaincodeDefinition } from '@argosy/ledger/definitions';
import { Simulator } from '@argosy/ledger/simulator';
import type { StateView } from '@argosy/ledger/state';
import { accessRefusal } from '../access.js';
import type { ChaincodeHost } from '../chaincode/host.js';
import type { ChaincodeAnswer } from '../chaincode/invocation.js';
import { proposalSignature, ProposalRefused, type CheckedProposal } from './proposal-checks.js';
import {
  failureResponse,
  proposalResponse,
  type ProposalResponseMessage,
  type Simulated,
} from './response.js';
import type { SystemChaincode } from './system-chaincode.js';

/** The version under which system chaincodes endorse. */
const SYSTEM_VERSION = 'syscc';

/** A failure that is an answer with status 500, in the peer's words. */
class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure';
}

/** Where an endorser finds the chaincodes of its organisation. */
export interface ChaincodeDirectory {
  readonly system: ReadonlyMap<string, SystemChaincode>;
  /** The installed package that a definition of this name uses. */
  installed(chaincodeName: string): ChaincodeHost | undefined;
}

/** One organisation's endorser: simulates on its own chaincode, signs with its own key. */
export class Endorser {
  constructor(
    private readonly signer: Signer,
    private readonly chaincodes: ChaincodeDirectory,
  ) {}

  get mspId(): string {
    return this.signer.mspId;
  }

  /** The serialized identity that stands in this endorser's endorsements. */
  get identity(): Uint8Array {
    return this.signer.creator;
  }

  /** Whether this organisation could execute the chaincode. */
  has(chaincodeName: string): boolean {
    return (
      this.chaincodes.system.has(chaincodeName) ||
      this.chaincodes.installed(chaincodeName) !== undefined
    );
  }

  /**
   * Simulate a checked proposal on the given state and endorse the result. Refuses with a gRPC error only who may not
   * write; all other failures are answers.
   */
  async process(proposal: CheckedProposal, state: StateView): Promise<ProposalResponseMessage> {
    const system = this.chaincodes.system.get(proposal.opened.chaincodeName);
    if (system === undefined) refuseUnlessWriter(proposal);
    try {
      const simulated =
        system === undefined
          ? await this.simulate(proposal, state)
          : simulateSystem(system, proposal, state);
      return proposalResponse(proposal, simulated, this.signer);
    } catch (error) {
      if (error instanceof SimulationFailure) return failureResponse(error.message);
      throw error;
    }
  }

  private async simulate(proposal: CheckedProposal, state: StateView): Promise<Simulated> {
    const simulator = new Simulator(state);
    const { host, definition } = this.resolve(proposal, simulator);
    const answer = await execute(host, proposal, simulator);
    if (answer.kind === 'failed') {
      throw new SimulationFailure(
        `error in simulation: transaction returned with failure: ${answer.text}`,
      );
    }
    const { response, event } = answer;
    return { response, event, results: simulator.results(), version: definition.version };
  }

  /** Find definition and package. The look-up reads the definition's sequence, so that an upgrade in between invalidates. */
  private resolve(
    { opened, channel }: CheckedProposal,
    simulator: Simulator,
  ): { readonly host: ChaincodeHost; readonly definition: ChaincodeDefinition } {
    const name = opened.chaincodeName;
    const missing = (why: string): SimulationFailure =>
      new SimulationFailure(
        `make sure the chaincode ${name} has been successfully defined on channel ${channel.id} and try again: ${why}`,
      );
    definitionSequence((namespace, key) => simulator.get(namespace, key), name);
    const definition = channel.definition(simulator.view, name);
    if (definition === undefined) throw missing(`chaincode ${name} not found`);
    const host = this.chaincodes.installed(name);
    if (host === undefined) {
      throw missing(`chaincode definition for '${name}' exists, but chaincode is not installed`);
    }
    return { host, definition };
  }
}

/** System chaincodes ask their own policies. */
function refuseUnlessWriter(proposal: CheckedProposal): void {
  const signed = proposalSignature(proposal);
  const { bundle } = proposal.channel;
  const refusal = accessRefusal(bundle, '/Channel/Application/Writers', signed);
  if (refusal !== undefined) throw new ProposalRefused('endorser', refusal);
}

async function execute(
  host: ChaincodeHost,
  { opened, channel }: CheckedProposal,
  simulator: Simulator,
): Promise<ChaincodeAnswer> {
  const { txId } = opened.channelHeader;
  const call = {
    channelId: channel.id,
    txId,
    namespace: opened.chaincodeName,
    input: opened.input,
    proposal: opened.signed,
    simulator,
    history: channel.history,
  };
  try {
    return await host.execute(call);
  } catch (error) {
    const why = reasonOf(error);
    throw new SimulationFailure(
      `error in simulation: failed to execute transaction ${txId}: ${why}`,
    );
  }
}

function simulateSystem(
  system: SystemChaincode,
  proposal: CheckedProposal,
  state: StateView,
): Simulated {
  const simulator = new Simulator(state);
  const response = system.invoke({ proposal, simulator });
  return { response, event: undefined, results: simulator.results(), version: SYSTEM_VERSION };
}
