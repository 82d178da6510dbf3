import { Simulator } from '@argosy/ledger/simulator';
import type { StateEntry, StateView } from '@argosy/ledger/state';
import { UpdateBatch } from '@argosy/ledger/update-batch';
import { KeyPolicies, VALIDATION_PARAMETER } from '@argosy/ledger/validation/key-policies';
import { NamespaceJudgement } from '@argosy/ledger/validation/namespace-endorsement';
import type { NamespaceContext } from '@argosy/ledger/validation/namespace-endorsement';
import { judgeReads } from '@argosy/ledger/validation/read-conflicts';
import { openReadWriteSet } from '@argosy/ledger/validation/read-write-set';
import type { NamespaceSet } from '@argosy/ledger/validation/read-write-set';
import {
  ApplicationPolicy,
  MSPRole,
  roleType,
  SignaturePolicyEnvelope,
} from '@argosy/protocol/messages/policies';
import type { MSPPrincipal } from '@argosy/protocol/messages/policies';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';
import { findCollection } from './channel.js';
import type { Channel, NOutOf } from './channel.js';
import type { Operation } from './random-operations.js';

type Private = Extract<Operation, { readonly collection: string }>;
type Public = Exclude<Operation, Private | { readonly act: 'range' }>;

interface Endorsed {
  readonly namespaces: readonly NamespaceSet[];
  readonly endorsedBy: readonly string[];
}

/**
 * The rules of the node that validates real chains, to compare with: it simulates, judges and applies
 * by its own code. Only who an endorser is, which takes certificates, and where policies stand, which
 * takes definitions, is answered here.
 */
export class ValidatingNode {
  readonly state = new Map<string, Map<string, StateEntry>>();
  #height = 0n;

  constructor(private readonly channel: Channel) {}

  async simulate(operations: readonly Operation[]): Promise<NamespaceSet[]> {
    const simulator = new Simulator(this.#view());
    for (const operation of operations) await perform(operation, simulator, this.channel.chaincode);
    return openReadWriteSet(simulator.results());
  }

  async commit(transactions: readonly Endorsed[]): Promise<number[]> {
    const view = this.#view();
    const keys = new KeyPolicies(this.#height, view);
    const endorsed = transactions.map((it, index) => this.#judgeEndorsement(it, index, keys));
    const batch = new UpdateBatch(view);
    const codes: number[] = [];
    for (const [index, { namespaces }] of transactions.entries()) {
      const verdict = endorsed[index] ?? (await judgeReads(namespaces, { state: view, batch }));
      codes.push(verdict?.code ?? 0);
      const version = { blockNum: this.#height, txNum: BigInt(index) };
      if (verdict === undefined) batch.add(namespaces, version);
    }
    this.#apply(batch);
    return codes;
  }

  #judgeEndorsement({ namespaces, endorsedBy }: Endorsed, index: number, keys: KeyPolicies) {
    const empty = { reads: [], rangeQueriesInfo: [], writes: [], metadataWrites: [] };
    const part = namespaces[0] ?? { namespace: this.channel.chaincode, set: empty, hashed: [] };
    const policy = applicationPolicy(this.channel.endorsement);
    const verdict = new NamespaceJudgement(part, policy, this.#context(endorsedBy, keys)).judge();
    if (verdict === undefined) keys.noteChanges(part, index);
    return verdict;
  }

  #context(endorsedBy: readonly string[], keys: KeyPolicies): NamespaceContext {
    const { channel } = this;
    const collection = (_: string, name: string) => {
      const found = findCollection(channel, name);
      if (found === undefined) return { fault: 'unknown collection' };
      return { policy: applicationPolicy(found.endorsement ?? channel.endorsement) };
    };
    const context = {
      bundle: { msps: { satisfies: isPeer } },
      policies: { collection },
      keys,
      signers: endorsedBy.map((mspId) => ({ mspId })),
      endorsements: endorsedBy.length,
      evaluations: [],
    };
    return context as unknown as NamespaceContext;
  }

  #view(): StateView {
    const { state } = this;
    return {
      height: this.#height,
      get: (space, key) => state.get(space)?.get(key),
      async *range(space, start, end) {
        for (const [key, entry] of [...(state.get(space) ?? [])].sort(([a], [b]) =>
          compareUtf8(a, b),
        ))
          if (compareUtf8(key, start) >= 0 && (end === '' || compareUtf8(key, end) < 0))
            yield [key, entry] as const;
      },
    };
  }

  #apply(batch: UpdateBatch): void {
    for (const [space, updates] of batch.updates()) {
      const entries = this.state.get(space) ?? new Map<string, StateEntry>();
      this.state.set(space, entries);
      for (const [key, entry] of updates)
        if (entry === undefined) entries.delete(key);
        else entries.set(key, entry);
    }
    this.#height += 1n;
  }
}

async function perform(operation: Operation, on: Simulator, namespace: string): Promise<void> {
  if (operation.act === 'range') {
    const query = on.range(namespace, operation.start, operation.end);
    while ((await query.next()) !== undefined);
    return;
  }
  if ('collection' in operation) performPrivately(operation, on, namespace);
  else performPublicly(operation, on, namespace);
}

function performPublicly(operation: Public, on: Simulator, namespace: string): unknown {
  const { act, key, value, policy } = operation;
  switch (act) {
    case 'get':
      return on.get(namespace, key);
    case 'put': {
      on.put(namespace, key, value);
      return;
    }
    case 'delete': {
      on.delete(namespace, key);
      return;
    }
    case 'setPolicy': {
      on.putMetadata(namespace, key, entriesOf(policy));
      return;
    }
    case 'getPolicy':
      return on.getMetadata(namespace, key);
  }
}

function performPrivately(operation: Private, on: Simulator, namespace: string): unknown {
  const { act, collection, key, value, policy } = operation;
  const where = { namespace, collection };
  switch (act) {
    case 'getHash':
      return on.getPrivateHash(where, key);
    case 'put': {
      on.putPrivate(where, key, value);
      return;
    }
    case 'delete': {
      on.deletePrivate(where, key);
      return;
    }
    case 'purge': {
      on.purgePrivate(where, key);
      return;
    }
    case 'setPolicy': {
      on.putPrivateMetadata(where, key, entriesOf(policy));
      return;
    }
    case 'getPolicy':
      return on.getPrivateMetadata(where, key);
  }
}

function entriesOf(policy: Buffer) {
  return [{ name: VALIDATION_PARAMETER, value: policy }];
}

function applicationPolicy({ outOf: n, of }: NOutOf): Buffer {
  const bytes = outOf(
    n,
    of.map((msp) => roleOf(msp, 'peer')),
  );
  return encode(ApplicationPolicy, { signaturePolicy: decode(SignaturePolicyEnvelope, bytes) });
}

function isPeer(
  { mspId }: { readonly mspId: string },
  { principal }: Decoded<typeof MSPPrincipal>,
): boolean {
  const { mspIdentifier, role } = decode(MSPRole, principal);
  return mspIdentifier === mspId && (role === roleType.peer || role === roleType.member);
}
