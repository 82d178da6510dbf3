import { reasonOf } from '@argosy/protocol/reason';
import type { Signer } from '@argosy/protocol/signer';
import type { StateView } from '@argosy/ledger/state';
import { resourceRefusal } from '../access.js';
import type { ChaincodeAnswer } from '../chaincode/invocation.js';
import type { Channel } from '../channel.js';
import { interestIn } from './interest.js';
import { Invoker, type ChaincodeDirectory, type Executable, type Frame } from './invoker.js';
import { keepPrivateResults } from './private-results.js';
import { proposalSignature, ProposalRefused, type CheckedProposal } from './proposal-checks.js';
import {
  failureResponse,
  proposalResponse,
  type ProposalResponseMessage,
  type Simulated,
} from './response.js';
import { SYSTEM_VERSION, type SystemChaincode } from './system-chaincode.js';

export type { ChaincodeDirectory } from './invoker.js';

/** System chaincodes that only look at what is committed. */
const withoutSimulator = new Set(['cscc', 'qscc']);

/** A failure that is an answer with status 500, in the peer's words. */
class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure';
}

/** One organisation's endorser: simulates on its own chaincode, signs with its own key. */
export class Endorser {
  readonly #invoker: Invoker;

  constructor(
    private readonly signer: Signer,
    private readonly chaincodes: ChaincodeDirectory,
    channels: ReadonlyMap<string, Channel>,
  ) {
    this.#invoker = new Invoker(signer.mspId, chaincodes, channels);
  }

  get mspId(): string {
    return this.signer.mspId;
  }

  /** The serialized identity that stands in this endorser's endorsements. */
  get identity(): Uint8Array {
    return this.signer.creator;
  }

  /** Whether this organisation could execute a chaincode on a channel: it is defined, approved and installed. */
  has(chaincodeName: string, channel: Channel): boolean {
    return (
      this.chaincodes.system.has(chaincodeName) || this.chaincodes.runs(channel, chaincodeName)
    );
  }

  /**
   * Simulate a checked proposal on the given state and endorse the result. Refuses with a gRPC error only who may not
   * write; all other failures are answers.
   */
  async process(proposal: CheckedProposal, state: StateView): Promise<ProposalResponseMessage> {
    const system = this.chaincodes.system.get(proposal.opened.chaincodeName);
    if (system === undefined) refuseUnlessWriter(proposal);
    const frame = this.#invoker.frame(proposal, proposal.channel, state);
    try {
      const simulated =
        system === undefined
          ? await this.#simulate(frame)
          : await this.#simulateSystem(system, frame);
      const answer = proposalResponse(proposal, simulated, this.signer);
      noteEndorsement(proposal, answer);
      return answer;
    } catch (error) {
      if (error instanceof SimulationFailure) return failureResponse(error.message);
      throw error;
    }
  }

  async #simulate(frame: Frame): Promise<Simulated> {
    const found = this.#find(frame);
    const answer = await this.#execute(frame, found);
    if (answer.kind !== 'completed') throw failed(failureText(answer, frame));
    const { response, event } = answer;
    return { response, event, version: found.definition.version, ...(await this.#results(frame)) };
  }

  async #simulateSystem(system: SystemChaincode, frame: Frame): Promise<Simulated> {
    const { proposal, simulation } = frame;
    const response = await system.invoke({ proposal, simulator: simulation.simulator });
    const outcome = { response, event: undefined, version: SYSTEM_VERSION };
    if (withoutSimulator.has(system.name)) {
      return { ...outcome, results: new Uint8Array(0), interest: undefined };
    }
    return { ...outcome, ...(await this.#results(frame)) };
  }

  #find(frame: Frame): Executable {
    const { opened, channel } = frame.proposal;
    const name = opened.chaincodeName;
    try {
      return this.#invoker.find(frame, name);
    } catch (error) {
      throw new SimulationFailure(
        `make sure the chaincode ${name} has been successfully defined on channel ${channel.id} and try again: ` +
          reasonOf(error),
      );
    }
  }

  async #execute(frame: Frame, found: Executable): Promise<ChaincodeAnswer> {
    const { opened } = frame.proposal;
    try {
      return await this.#invoker.execute(frame, found, opened.input);
    } catch (error) {
      const { txId } = opened.channelHeader;
      throw failed(`failed to execute transaction ${txId}: ${reasonOf(error)}`);
    }
  }

  /** What the simulation read and wrote, once its private part is in safety; that also happens when a client only asks. */
  async #results(frame: Frame): Promise<Pick<Simulated, 'results' | 'interest'>> {
    const { simulation } = frame;
    try {
      const others = this.chaincodes.others();
      await keepPrivateResults(frame, { mspId: this.mspId, others });
      const results = simulation.simulator.results();
      return { results, interest: { chaincodes: interestIn(simulation, results) } };
    } catch (error) {
      throw failed(reasonOf(error));
    }
  }
}

function failureText(
  answer: Exclude<ChaincodeAnswer, { readonly kind: 'completed' }>,
  { proposal }: Frame,
): string {
  if (answer.kind === 'failed') return `transaction returned with failure: ${answer.text}`;
  const { txId } = proposal.opened.channelHeader;
  return `failed to unmarshal response for transaction ${txId}: ${answer.why}`;
}

const failed = (why: string): SimulationFailure =>
  new SimulationFailure(`error in simulation: ${why}`);

/** The endorser's signature is verified by nobody in this process: who made it knows that it holds. */
function noteEndorsement(
  { channel }: CheckedProposal,
  { payload, endorsement }: ProposalResponseMessage,
): void {
  if (endorsement === undefined) return;
  const { endorser: identity, signature } = endorsement;
  channel.bundle.noteSigned({ identity, message: Buffer.concat([payload, identity]), signature });
}

/** System chaincodes ask their own policies. */
function refuseUnlessWriter(proposal: CheckedProposal): void {
  const signed = proposalSignature(proposal);
  const { bundle } = proposal.channel;
  const refusal = resourceRefusal(bundle, 'peer/Propose', signed);
  if (refusal !== undefined) throw new ProposalRefused('endorser', refusal);
}
