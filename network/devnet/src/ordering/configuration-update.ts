import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { wrapUpdate } from '@argosy/protocol/configuration/propose';
import { quorumPolicyFault } from '@argosy/protocol/configuration/quorum-policy';
import { Envelope, Payload } from '@argosy/protocol/messages/common';
import { ConfigEnvelope } from '@argosy/protocol/messages/configuration';
import { reasonOf } from '@argosy/protocol/reason';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import type { Ambient } from '../ambient.js';
import { filter, NotAdmitted, readHeaders, requestId, type EnvelopeMessage } from './admission.js';
import type { Pending } from './pool.js';

/** Who makes a configuration transaction of an update, and from what. */
export interface UpdateContext {
  readonly bundle: ChannelBundle;
  readonly orderer: Signer;
  readonly ambient: Ambient;
  /** Why the ordering service could not go on under a configuration; undefined when it could. */
  readonly obstacle: (next: ChannelBundle) => string | undefined;
}

const NONCE_BYTES = 24;

/**
 * An update of the configuration, judged and wrapped by an orderer as it will stand in its block. Throws NotAdmitted: who may not
 * write; an update that the configuration in force does not allow; one that the ordering service could not live with.
 */
export function admitUpdate(update: EnvelopeMessage, context: UpdateContext): Pending {
  const { bundle, ambient } = context;
  const moment = { bundle, now: ambient.now() };
  during('config update for existing channel did not pass initial checks', () => {
    filter(update, readHeaders(update), moment);
  });
  const { configEnvelope, envelope } = wrap(update, context);
  const wrapped = decode(Envelope, envelope);
  const headers = readHeaders(wrapped);
  during('config update for existing channel did not pass final checks', () => {
    filter(wrapped, headers, moment);
  });
  const next = bundle.next(configEnvelope);
  requireSameConsensus(bundle, next);
  const fault = quorumPolicyFault(next) ?? context.obstacle(next);
  if (fault !== undefined) throw new NotAdmitted('SERVICE_UNAVAILABLE', fault);
  return {
    bytes: envelope,
    id: requestId(headers),
    isConfiguration: true,
    sequence: bundle.sequence,
  };
}

/** Consensus changes in maintenance only, which there is not; and a Raft channel has somebody who orders. */
function requireSameConsensus(bundle: ChannelBundle, next: ChannelBundle): void {
  const { consensusType: before, channelId } = bundle;
  const { consensusType: after } = next;
  if (after !== before)
    throw new NotAdmitted(
      'BAD_REQUEST',
      'config update for existing channel did not pass maintenance checks: config transaction inspection failed: ' +
        `attempted to change consensus type from ${before} to ${after}, but current config ConsensusType.State is not in maintenance mode`,
    );
  if (after === 'etcdraft' && next.raftConsenters.length === 0)
    throw new NotAdmitted(
      'BAD_REQUEST',
      `error applying config update to existing channel '${channelId}': consensus metadata update for channel config ` +
        'update is invalid: invalid new config metadata: empty consenter set',
    );
}

/** The update that an orderer wrapped, to judge it anew after another one came first. */
export function updateWithin(configuration: Uint8Array): EnvelopeMessage {
  const { payload } = decode(Envelope, configuration);
  const { lastUpdate } = decode(ConfigEnvelope, decode(Payload, payload).data);
  if (lastUpdate === undefined) throw new TypeError('the configuration carries no update');
  return lastUpdate;
}

function wrap(
  update: EnvelopeMessage,
  { bundle, orderer, ambient }: UpdateContext,
): ReturnType<typeof wrapUpdate> {
  const now = ambient.now();
  const time = { seconds: BigInt(Math.floor(now / 1000)), nanos: (now % 1000) * 1_000_000 };
  try {
    const nonce = ambient.randomBytes(NONCE_BYTES);
    return wrapUpdate(bundle, encode(Envelope, update), orderer, { time, nonce });
  } catch (error) {
    const why = reasonOf(error);
    throw new NotAdmitted(
      'BAD_REQUEST',
      `error applying config update to existing channel '${bundle.channelId}': ${why}`,
    );
  }
}

function during(what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw error instanceof NotAdmitted ? error.during(what) : error;
  }
}
