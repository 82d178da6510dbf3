import { reasonOf } from '@argosy/protocol/reason';
import { WireError } from '@argosy/protocol/wire';
import { unreadable } from '../grpc/unreadable.js';
import type { LocalMsp } from '../local-msp.js';
import type { ResponseMessage } from '../endorser/response.js';
import {
  failure,
  success,
  type SystemCall,
  type SystemChaincode,
} from '../endorser/system-chaincode.js';
import { proposalSignature } from '../endorser/proposal-checks.js';
import { approve } from './approve.js';
import { queryAllApproved, queryApproved } from './approved-queries.js';
import { checkReadiness, commit } from './commit.js';
import { NotDefined, queryDefinition, queryDefinitions } from './definition-queries.js';
import { install, installedPackage, queryAllInstalled, queryInstalled } from './installs.js';
import type { ChannelScope, LifecyclePeer } from './operation.js';
import { permissionRefusal } from './permissions.js';
import { withoutChannel } from './without-channel.js';

type Answer = Uint8Array | Promise<Uint8Array>;

/** What concerns the peer alone: asked with a channel or without. */
const ofPeer: ReadonlyMap<string, (peer: LifecyclePeer, argument: Uint8Array) => Answer> = new Map([
  ['InstallChaincode', install],
  ['QueryInstalledChaincode', queryInstalled],
  ['QueryInstalledChaincodes', queryAllInstalled],
  ['GetInstalledChaincodePackage', installedPackage],
]);

const ofChannel: ReadonlyMap<string, (scope: ChannelScope, argument: Uint8Array) => Answer> =
  new Map<string, (scope: ChannelScope, argument: Uint8Array) => Answer>([
    ['ApproveChaincodeDefinitionForMyOrg', approve],
    ['QueryApprovedChaincodeDefinition', queryApproved],
    ['QueryApprovedChaincodeDefinitions', queryAllApproved],
    ['CheckCommitReadiness', checkReadiness],
    ['CommitChaincodeDefinition', commit],
    ['QueryChaincodeDefinition', queryDefinition],
    ['QueryChaincodeDefinitions', queryDefinitions],
  ]);

/** What is endorsed, as it is simulated. */
export const lifecycleOperations = { approve, commit } as const;

/** `_lifecycle` of one peer: packages are installed at it, definitions approved for its organisation and committed for the channel. */
export const lifecycle = (
  peer: LifecyclePeer & { readonly localMsp: LocalMsp },
): SystemChaincode => ({
  name: '_lifecycle',
  invoke: (call) => invoke(call, peer),
});

async function invoke(
  call: SystemCall,
  peer: LifecyclePeer & { readonly localMsp: LocalMsp },
): Promise<ResponseMessage> {
  const { args } = call.proposal.opened.input;
  const [name, argument] = args;
  if (name === undefined) return failure(500, 'lifecycle scc must be invoked with arguments');
  if (argument === undefined || args.length !== 2) {
    const text = `lifecycle scc operations require exactly two arguments but received ${args.length}`;
    return failure(500, text);
  }
  const refusal = refusalOf(Buffer.from(name).toString(), call, peer.localMsp);
  if (refusal !== undefined) return failure(500, refusal);
  return run(Buffer.from(name).toString(), { call, peer, argument });
}

/** The life cycle with approvals is for channels since Fabric 2.0. */
function refusalOf(name: string, { proposal }: SystemCall, localMsp: LocalMsp): string | undefined {
  const bundle = proposal.channel?.bundle;
  const capabilities = bundle?.applicationCapabilities;
  if (bundle && !capabilities?.some((one) => one === 'V2_0' || one === 'V2_5')) {
    return (
      `cannot use new lifecycle for channel '${bundle.channelId}' as it does not have the required ` +
      'capabilities enabled'
    );
  }
  const refusal = permissionRefusal(name, proposalSignature(proposal), { localMsp, bundle });
  return refusal && `Failed to authorize invocation due to failed ACL check: ${refusal}`;
}

interface Asked {
  readonly call: SystemCall;
  readonly peer: LifecyclePeer;
  readonly argument: Uint8Array;
}

async function run(name: string, asked: Asked): Promise<ResponseMessage> {
  try {
    return success(await perform(name, asked));
  } catch (error) {
    const why =
      error instanceof WireError
        ? `could not decode input arg for *lifecycle.Invocation.${name}: ${unreadable(error)}`
        : reasonOf(error);
    if (error instanceof NotDefined) return failure(404, why);
    return failure(500, `failed to invoke backing implementation of '${name}': ${why}`);
  }
}

function perform(name: string, { call, peer, argument }: Asked): Answer {
  const operation = ofPeer.get(name);
  if (operation !== undefined) return operation(peer, argument);
  const { proposal, simulator } = call;
  if (proposal.channel === undefined || simulator === undefined)
    throw new Error(withoutChannel(name, argument, proposal.opened.channelHeader.txId));
  const { bundle } = proposal.channel;
  const onChannel = ofChannel.get(name);
  if (onChannel === undefined) throw new Error(`${name} does not exist`);
  return onChannel({ peer, bundle, simulator }, argument);
}
