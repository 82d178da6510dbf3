import { implicitOwner, listed } from '@argosy/ledger/collections';
import type { Simulation } from './simulation.js';

interface Rights {
  readonly read: boolean;
  readonly write: boolean;
}

const ALL: Rights = { read: true, write: true };

/** What a proposal's creator may do in the collections of one chaincode, each looked up once. */
export class CollectionRights {
  readonly #known = new Map<string, Rights>();

  constructor(
    private readonly simulation: Simulation,
    private readonly chaincode: string,
  ) {}

  /** Refuses: an unknown collection, and who may not read what only members may. */
  requireRead(collection: string): void {
    if (!this.#rights(collection).read) throw this.#refusal('read', collection);
  }

  /** Refuses: an unknown collection, and who may not write what only members may. */
  requireWrite(collection: string): void {
    if (!this.#rights(collection).write) throw this.#refusal('write', collection);
  }

  #rights(collection: string): Rights {
    const known = this.#known.get(collection) ?? this.#lookUp(collection);
    this.#known.set(collection, known);
    return known;
  }

  /** The look-up stands in the read set, so that a definition that changes in between invalidates the transaction. */
  #lookUp(collection: string): Rights {
    const { site } = this.simulation;
    const definition = this.simulation.definition(this.chaincode);
    if (implicitOwner(collection) !== undefined) return ALL;
    const config = definition && listed(definition.collections, collection);
    if (config === undefined) {
      throw new Error(
        `collection ${site.channelId}/${this.chaincode}/${collection} could not be found`,
      );
    }
    const { memberOnlyRead, memberOnlyWrite, memberOrgsPolicy } = config;
    if (!memberOnlyRead && !memberOnlyWrite) return ALL;
    if (memberOrgsPolicy !== undefined && site.creatorMeets(memberOrgsPolicy)) return ALL;
    return { read: !memberOnlyRead, write: !memberOnlyWrite };
  }

  #refusal(what: 'read' | 'write', collection: string): Error {
    return new Error(
      `tx creator does not have ${what} access permission on privatedata in ` +
        `chaincodeName:${this.chaincode} collectionName: ${collection}`,
    );
  }
}
