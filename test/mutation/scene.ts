import { LIFECYCLE, fieldKey } from '@argosy/ledger/definitions';
import type { Simulator } from '@argosy/ledger/simulator';
import { hashedSpace } from '@argosy/ledger/spaces';
import type { Signer } from '@argosy/protocol/signer';
import { roleOf } from '@argosy/protocol/policy-build';
import { collectionPackage, ownPolicy } from '../support/chaincode-definition.js';
import type { Chance } from '../support/chance.js';
import { admin, all, any, member, policyOf } from '../support/policies.js';
import { guardedBy, hash, readWriteSet } from '../support/read-write-sets.js';
import type { At, Drafts, NamespaceDraft } from '../support/read-write-sets.js';
import { partsOf } from '../support/sealed.js';
import type { Parts } from '../support/sealed.js';
import { TestChannel } from '../support/channel.js';
import { Stage } from '../support/stage.js';

/** What a transaction does before anything of it is changed; each is valid as it is. */
export type Base = keyof Scene['bases'];

const COUNT = 10;
const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(3, '0')}`);

/**
 * A ledger with something of every kind. Members O1, O2 and O3; `cc` and `other` need two of the three, `strict` peers of O1 and O2,
 * `ordered` a member and an administrator of O1; e… are plain keys, g… need a peer of O1, r… and m… are there to be counted.
 */
export class Scene {
  #fresh = 0;

  private constructor(readonly stage: Stage) {}

  static async open(channel = new TestChannel({ consensus: 'BFT' })): Promise<Scene> {
    const { members } = channel;
    const [o1, o2] = members;
    const collections = collectionPackage(
      { name: 'secret', members },
      { name: 'own', members, endorsementPolicy: ownPolicy(policyOf(any(member(o1!)))) },
    );
    const stage = await Stage.open(channel, { collections });
    const strict = policyOf(all(roleOf(o1!.mspId, 'peer'), roleOf(o2!.mspId, 'peer')));
    const ordered = policyOf(all(member(o1!), admin(o1!)));
    await stage.settle(
      stage.definition('other'),
      stage.definition('strict', { policy: ownPolicy(strict) }),
      stage.definition('ordered', { policy: ownPolicy(ordered) }),
    );
    const scene = new Scene(stage);
    await stage.settle(stage.transaction({ cc: scene.#content() }));
    return scene;
  }

  #content(): NamespaceDraft {
    const guard = guardedBy(policyOf(any(roleOf(this.stage.o1.mspId, 'peer'))));
    const guarded = numbered('g', COUNT);
    const keys = [
      ...numbered('e', COUNT),
      ...guarded,
      ...numbered('r', COUNT),
      ...numbered('m', 120),
    ];
    return {
      writes: keys.map((key) => [key, `value of ${key}`]),
      metadata: guarded.map((key) => [key, guard]),
      collections: { secret: { writes: numbered('p', COUNT).map((key) => [key, `of ${key}`]) } },
    };
  }

  /** A key that nobody wrote yet. */
  fresh(prefix = 'f'): string {
    return `${prefix}${this.#fresh++}`;
  }

  /** An existing key of a kind. */
  existing(prefix: 'e' | 'g' | 'p' | 'r' | 'm', chance: Chance): string {
    return chance.pick(numbered(prefix, COUNT));
  }

  hashedAt(collection: string, key: string, chaincode = 'cc'): At {
    return this.stage.at(hash(key).toString('hex'), hashedSpace(chaincode, collection));
  }

  /** The parts of a transaction of a kind. */
  async parts(base: Base, chance: Chance): Promise<Parts> {
    return this.bases[base](chance);
  }

  /** A transaction that is valid and has nothing to do with any other. */
  bystander(chance: Chance): Promise<Parts> | Parts {
    return this.#make('cc', { cc: { writes: [[this.fresh('bystander'), 'x']] } }, chance);
  }

  readonly bases = {
    write: (chance: Chance) => this.#make('cc', this.#writes(chance), chance),
    /** With an endorsement more than is needed. */
    spare: (chance: Chance) =>
      this.#make('cc', this.#writes(chance), chance, [this.o1, this.o2, this.o3]),
    read: (chance: Chance) => {
      const key = this.existing('e', chance);
      return this.#make('cc', { cc: { reads: [[key, this.stage.at(key)]] } }, chance);
    },
    /** Reads what is not there. */
    absent: (chance: Chance) =>
      this.#make(
        'cc',
        { cc: { reads: [[this.fresh(), undefined]], writes: [[this.fresh(), 'x']] } },
        chance,
      ),
    guarded: (chance: Chance) =>
      this.#make('cc', { cc: { writes: [[this.existing('g', chance), 'x']] } }, chance),
    metadata: (chance: Chance) => {
      const policy = guardedBy(policyOf(any(member(this.stage.o1))));
      const key = this.fresh();
      return this.#make('cc', { cc: { writes: [[key, '1']], metadata: [[key, policy]] } }, chance);
    },
    private: (chance: Chance) => this.#make('cc', this.#privately(chance), chance),
    privateMetadata: (chance: Chance) => {
      const [key, note] = [this.fresh(), { NOTE: chance.bytes(4) }];
      const secret = { writes: [[key, 'x']], metadata: [[key, note]] } as const;
      return this.#make('cc', { cc: { collections: { secret } } }, chance);
    },
    own: (chance: Chance) => {
      const draft = { writes: [[this.fresh(), 'x']] } as const;
      return this.#make('cc', { cc: { collections: { own: draft } } }, chance);
    },
    implicit: (chance: Chance) => {
      const draft = { writes: [[this.fresh(), 'x']] } as const;
      const collections = { [`_implicit_org_${this.stage.o1.mspId}`]: draft };
      return this.#make('cc', { cc: { collections } }, chance);
    },
    event: async (chance: Chance) => {
      const parts = await this.#make('cc', this.#writes(chance), chance);
      parts.event = { chaincodeId: 'cc', eventName: 'Happened', payload: chance.bytes(5) };
      return parts;
    },
    cross: (chance: Chance) => {
      const drafts = {
        cc: { writes: [[this.fresh(), 'x']] },
        other: { writes: [[this.fresh(), 'y']] },
      } as const;
      return this.#make('cc', drafts, chance);
    },
    strict: (chance: Chance) =>
      this.#make('strict', { strict: { writes: [[this.fresh(), 'x']] } }, chance),
    ordered: (chance: Chance) =>
      this.#make('ordered', { ordered: { writes: [[this.fresh(), 'x']] } }, chance, [
        this.o1,
        this.stage.o1.admin,
      ]),
    /** All keys r…, read to the end. */
    range: (chance: Chance) => this.#count('r', 's', Infinity, chance),
    /** The first five keys r…. */
    page: (chance: Chance) => this.#count('r', 's', 5, chance),
    /** More keys than are listed one by one. */
    summary: (chance: Chance) => this.#count('m', 'n', Infinity, chance),
  } as const;

  get o1(): Signer {
    return this.stage.o1.peer;
  }
  get o2(): Signer {
    return this.stage.o2.peer;
  }
  get o3(): Signer {
    return this.stage.o3.peer;
  }

  async #make(
    chaincode: string,
    results: Drafts | Uint8Array,
    chance: Chance,
    endorsers: readonly Signer[] = [this.o1, this.o2],
  ): Promise<Parts> {
    const { o1, o2, channel } = this.stage;
    return partsOf({
      channelId: channel.id,
      chaincode,
      creator: chance.pick([o1, o2]).client,
      endorsers,
      results: results instanceof Uint8Array ? results : readWriteSet(results),
      nonce: chance.bytes(24),
    });
  }

  /** An update of a key with the read that every invocation does of its chaincode's definition, and writes of new keys. */
  #writes(chance: Chance): Drafts {
    const sequence = fieldKey('cc', 'Sequence');
    const updated = this.existing('e', chance);
    const added = Array.from({ length: 1 + chance.below(3) }, () => this.fresh());
    return {
      [LIFECYCLE]: { reads: [[sequence, this.stage.at(sequence, LIFECYCLE)]] },
      cc: {
        reads: [[updated, this.stage.at(updated)]],
        writes: [
          [updated, chance.bytes(4).toString('hex')],
          ...added.map((key) => [key, chance.bytes(4).toString('hex')] as const),
        ],
      },
    };
  }

  #privately(chance: Chance): Drafts {
    const updated = this.existing('p', chance);
    const secret = {
      reads: [[updated, this.hashedAt('secret', updated)]],
      writes: [
        [updated, chance.bytes(4).toString('hex')],
        [this.fresh(), 'x'],
      ],
    } as const;
    return { cc: { collections: { secret } } };
  }

  async #count(start: string, end: string, limit: number, chance: Chance): Promise<Parts> {
    const run = async (simulator: Simulator): Promise<void> => {
      const query = simulator.range('cc', start, end);
      for (let i = 0; i < limit && (await query.next()) !== undefined; i++);
      await query.close();
      simulator.put('cc', this.fresh(), Buffer.from('counted'));
    };
    return this.#make('cc', await this.stage.simulate(run), chance);
  }
}
