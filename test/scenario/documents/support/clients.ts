import type { Network as Channel, Transaction } from '@hyperledger/fabric-gateway';
import type { Network } from '@argosy/operator/network';
import { sdkClientAt } from '../../support/sdk.js';
import type { SdkClient } from '../../support/sdk.js';
import { answered, argumentsOf, refused } from './outcome.js';
import type { CallOptions, Outcome } from './outcome.js';
import type { Person } from './people.js';

export type ChannelName = 'trade' | 'border' | 'consortium';
/** One person's client. */
export interface Acting {
  /** Have it endorsed, ordered, and committed; never throws for what the network answers. */
  submit(
    channel: ChannelName,
    name: string,
    command: object,
    options?: CallOptions,
  ): Promise<Outcome>;
  /** Have it endorsed only. */
  endorse(
    channel: ChannelName,
    name: string,
    command: object,
    options?: CallOptions,
  ): Promise<Endorsed>;
  /** Ask, and change nothing. */
  read(channel: ChannelName, name: string, ...parts: readonly string[]): Promise<Outcome>;
}

/** A call that peers have endorsed or not, before it is ordered. */
export interface Endorsed extends Outcome {
  readonly transaction?: Transaction;
}

/** Everybody's clients of one network, each through its own peer or its sponsor's, by the unmodified SDK. */
export class Clients {
  readonly #network: Network;
  readonly #clients = new Map<string, SdkClient>();

  constructor(network: Network) {
    this.#network = network;
  }

  as(person: Person): Acting {
    const contract = (channel: ChannelName) => this.#client(person, channel).contract;
    const endorse: Acting['endorse'] = async (channel, name, command, options = {}) => {
      const { endorsingOrganizations: msps, transient: transientData } = options;
      const proposal = contract(channel).newProposal(name, {
        arguments: argumentsOf(name, command, options),
        ...(transientData && { transientData: { ...transientData } }),
        ...(msps && { endorsingOrganizations: [...msps] }),
      });
      try {
        const transaction = await proposal.endorse();
        return { transaction, ...answered(transaction.getResult()) };
      } catch (error) {
        return refused(error);
      }
    };
    return {
      endorse,
      submit: async (channel, name, command, options) =>
        order(await endorse(channel, name, command, options)),
      read: (channel, name, ...parts) =>
        contract(channel)
          .evaluateTransaction(name, ...parts)
          .then(answered, refused),
    };
  }

  /** A channel as somebody sees it, for its blocks and events. */
  channel(person: Person, name: ChannelName): Channel {
    return this.#client(person, name).channel;
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  #client({ msp, person }: Person, channel: ChannelName): SdkClient {
    const name = [msp, person, channel].join(' ');
    const known = this.#clients.get(name);
    if (known !== undefined) return known;
    const { folder } = this.#network;
    const made = sdkClientAt(this.#peer(msp, channel), folder.identity(msp, person), msp, channel);
    this.#clients.set(name, made);
    return made;
  }

  /** Whoever is no member of a channel tries the peer of somebody who is. */
  #peer(msp: string, channel: ChannelName) {
    const { topology, engine } = this.#network;
    const { members = [] } = topology.channels.find(({ name }) => name === channel) ?? {};
    const member = members.find((it) => it.msp === msp);
    const serving = member === undefined ? 'CarrierMSP' : (member.sponsor ?? msp);
    const peer = engine.peers.find((it) => it.msp === serving);
    if (peer === undefined) throw new Error(`No peer serves ${msp} on ${channel}`);
    return peer;
  }
}

/** Have ordered what was endorsed. */
export async function order({ transaction, ...endorsed }: Endorsed): Promise<Outcome> {
  if (transaction === undefined) return endorsed;
  try {
    const { code, transactionId } = await (await transaction.submit()).getStatus();
    return { ...endorsed, code, transactionId };
  } catch (error) {
    return refused(error);
  }
}
