import { sha256 } from '@argosy/protocol/crypto';
import { implicitCollection } from '@argosy/ledger/collections';
import { LIFECYCLE, type ChaincodeDefinition } from '@argosy/ledger/definitions';
import { reasonOf } from '@argosy/protocol/reason';
import { hashedSpace } from '@argosy/ledger/spaces';
import type { StateView } from '@argosy/ledger/state';
import type { ChaincodeHost } from '../chaincode/host.js';
import type { Channel } from '../channel.js';
import type { InstalledPackage, InstalledPackages } from '../packages/installed-packages.js';
import { approvalRecord, packageRecord } from './parameters.js';
import { fieldKey, isOfKind, metadataKey, mismatches } from './records.js';
import type { HashedState } from './states.js';

/** What a peer runs for a chaincode's name, or why it runs nothing. */
export type Resolution =
  | {
      readonly kind: 'runs';
      readonly definition: ChaincodeDefinition;
      readonly packageId: string;
      readonly host: ChaincodeHost;
    }
  | { readonly kind: 'runs nothing'; readonly why: string };

/** The committed definitions of a channel that use a package. */
export interface References {
  readonly channelId: string;
  readonly chaincodes: readonly { readonly name: string; readonly version: string }[];
}

export interface ApprovedDefinitionsParts {
  readonly mspId: string;
  readonly packages: InstalledPackages;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly warn: (text: string) => void;
}

interface Known {
  readonly definition: ChaincodeDefinition;
  readonly resolution: Resolution;
}

/**
 * Which installed package stands for a committed definition at one organisation's peers: the one that the organisation named when it
 * approved the definition. As on a peer, hashes are enough to tell.
 */
export class ApprovedDefinitions {
  private readonly known = new Map<Channel, { since: bigint; byName: Map<string, Known> }>();
  /** Installed packages by the hash of what an approval would say of them. */
  private readonly byHash = new Map<string, InstalledPackage>();

  constructor(private readonly parts: ApprovedDefinitionsParts) {
    const { packages, channels } = parts;
    this.noteInstalled();
    packages.onInstall(() => {
      this.noteInstalled();
      for (const channel of channels.values()) this.warmUp(channel);
    });
  }

  private noteInstalled(): void {
    for (const known of this.known.values()) known.byName.clear();
    this.byHash.clear();
    for (const one of this.parts.packages.list()) this.byHash.set(hashOfChoice(one.id), one);
  }

  /** What runs for a name by a state of a channel, which is as it is now or was not long ago. */
  resolve(channel: Channel, state: StateView, name: string): Resolution {
    const definition = channel.definition(state, name);
    if (definition === undefined) return nothing(`chaincode ${name} not found`);
    const asked = { name, definition };
    // A state from before the last change is looked up and not remembered: it is nobody's any more.
    if (state.height < channel.lifecycleHeight) return this.lookUp(channel, state, asked);
    const byName = this.knownOf(channel);
    const known = byName.get(name);
    if (known?.definition === definition) return known.resolution;
    const resolution = this.lookUp(channel, state, asked);
    byName.set(name, { definition, resolution });
    return resolution;
  }

  /** What was found out before, if nothing of the life cycle changed on the channel since. */
  private knownOf(channel: Channel): Map<string, Known> {
    const known = this.known.get(channel);
    if (known?.since === channel.lifecycleHeight) return known.byName;
    if (known === undefined) {
      channel.onLifecycle(() => {
        this.warmUp(channel);
      });
    }
    // A channel that was set back is another one, of the same name.
    for (const other of this.known.keys()) if (other.id === channel.id) this.known.delete(other);
    const byName = new Map<string, Known>();
    this.known.set(channel, { since: channel.lifecycleHeight, byName });
    return byName;
  }

  private lookUp(
    channel: Channel,
    state: StateView,
    { name, definition }: { readonly name: string; readonly definition: ChaincodeDefinition },
  ): Resolution {
    const { sequence } = definition;
    const own = hashesIn(state, this.parts.mspId);
    if (mismatches(own, approvalRecord(name, sequence, definition)).length > 0) {
      return nothing(
        `chaincode definition for '${name}' at sequence ${sequence} on channel '${channel.id}' ` +
          'has not yet been approved by this org',
      );
    }
    const choice = packageRecord(name, sequence, '');
    const chosen = own.hash(fieldKey(choice.area, choice.name, 'PackageID'));
    const installed = isOfKind(own, choice) ? this.byHash.get(hex(chosen)) : undefined;
    if (installed === undefined)
      return nothing(`chaincode definition for '${name}' exists, but chaincode is not installed`);
    return { kind: 'runs', definition, packageId: installed.id, host: installed.host };
  }

  /** Whether a chaincode runs at this peer, by the channel's state as it is now. */
  runs(channel: Channel, name: string): boolean {
    const known = this.known.get(channel);
    const found =
      known?.since === channel.lifecycleHeight ? known.byName.get(name)?.resolution : undefined;
    if (found !== undefined) return found.kind === 'runs';
    const snapshot = channel.ledger.snapshot();
    try {
      return this.resolve(channel, snapshot, name).kind === 'runs';
    } finally {
      snapshot.release();
    }
  }

  /** Where a package is used, in the order of channels and names. */
  async references(packageId: string): Promise<References[]> {
    const all: References[] = [];
    for (const [channelId, channel] of [...this.parts.channels].sort(([a], [b]) =>
      a < b ? -1 : 1,
    )) {
      const used = (await this.running(channel)).filter((one) => one.packageId === packageId);
      const chaincodes = used.map(({ name, version }) => ({ name, version }));
      if (chaincodes.length > 0) all.push({ channelId, chaincodes });
    }
    return all;
  }

  /** Dial what runs on a channel before it is first called; and again whatever is approved or defined from now on. */
  warmUp(channel: Channel): void {
    this.knownOf(channel);
    this.running(channel).then(
      (running) => {
        for (const { host } of running) host.warmUp();
      },
      (error: unknown) => {
        this.parts.warn(`channel ${channel.id}: ${reasonOf(error)}`);
      },
    );
  }

  private running(
    channel: Channel,
  ): Promise<{ name: string; version: string; packageId: string; host: ChaincodeHost }[]> {
    return channel.onSnapshot(async (state) => {
      const found = [];
      const prefix = metadataKey('namespaces', '');
      for await (const [key] of state.range(LIFECYCLE, prefix, `${prefix}\u007f`)) {
        const name = key.slice(prefix.length);
        const one = this.resolve(channel, state, name);
        if (one.kind !== 'runs') continue;
        const { version } = one.definition;
        found.push({ name, version, packageId: one.packageId, host: one.host });
      }
      return found;
    });
  }
}

const nothing = (why: string): Resolution => ({ kind: 'runs nothing', why });

const NOTHING = new Uint8Array(0);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** An organisation's approvals as everybody sees them, read without a trace. */
function hashesIn(state: StateView, mspId: string): HashedState {
  const space = hashedSpace(LIFECYCLE, implicitCollection(mspId));
  return { hash: (key) => state.get(space, hex(sha256(Buffer.from(key))))?.value ?? NOTHING };
}

/** The hash of what an approval says that names this package. */
function hashOfChoice(packageId: string): string {
  const [field] = packageRecord('', 0n, packageId).fields;
  return field === undefined ? '' : hex(sha256(field[1]));
}
