import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { SignatureChecks } from '@argosy/protocol/signature-checks';
import { validationCode } from '@argosy/protocol/validation-code';
import {
  chaincodeDefinition,
  fieldKey,
  LIFECYCLE,
  type ChaincodeDefinition,
} from '@argosy/ledger/definitions';
import type { CommittedTransaction } from '@argosy/ledger/committed-block';
import type { Ledger } from '@argosy/ledger/ledger';
import type { TransientStore } from '@argosy/ledger/private-data/transient-store';
import type { StateView } from '@argosy/ledger/state';
import { sameVersion, type Version } from '@argosy/ledger/version';
import type { Ambient } from './ambient.js';
import type { History } from './chaincode/invocation.js';
import { CommitWaiters } from './commit-waiters.js';
import type { Ordering } from './ordering/ordering.js';

const systemChaincodes = new Set(['_lifecycle', 'cscc', 'lscc', 'qscc']);

export const isSystemChaincode = (name: string): boolean => systemChaincodes.has(name);

const NOTHING = new Uint8Array(0);

/** A definition that was read, and the version of its sequence then. */
interface KnownDefinition {
  readonly version: Version;
  readonly definition: ChaincodeDefinition;
}

/**
 * A channel, shared by all peers of the process: they would hold the same blocks and the same state anyway, so there
 * is one ledger and one validation.
 */
export class Channel {
  readonly waiters: CommitWaiters;
  private lifecycleChanged: bigint;
  private readonly lifecycleListeners: (() => void)[] = [];
  /** How much is being done on states of the channel, and who waits for the end of it. */
  private underWay = 0;
  private readonly idleListeners = new Set<() => void>();
  private readonly definitions = new Map<string, KnownDefinition>();

  constructor(
    readonly ledger: Ledger,
    readonly ordering: Ordering,
    /** Signatures that were verified before are not verified again. */
    readonly checks: SignatureChecks,
    /** Where clear data of endorsed proposals waits for its block. */
    readonly transient?: Pick<TransientStore, 'keep' | 'close'>,
  ) {
    this.lifecycleChanged = ledger.height;
    ledger.onCommit(({ number, transactions }) => {
      if (transactions.some(isOfLifecycle)) this.noteLifecycle(number + 1n);
    });
    this.waiters = new CommitWaiters(ledger);
  }

  get id(): string {
    return this.ledger.channelId;
  }

  /** The height since which neither definitions nor approvals have changed; when the channel was opened, if none did since then. */
  get lifecycleHeight(): bigint {
    return this.lifecycleChanged;
  }

  /** Be told when definitions or approvals changed. */
  onLifecycle(listener: () => void): void {
    this.lifecycleListeners.push(listener);
  }

  private noteLifecycle(height: bigint): void {
    this.lifecycleChanged = height;
    for (const listener of this.lifecycleListeners) listener();
  }

  get bundle(): ChannelBundle {
    return this.ledger.bundle;
  }

  readonly history: History = (namespace, key) => this.ledger.history(namespace, key);

  /**
   * A chaincode's committed definition, looked up without leaving a trace in a read set. Each commit of a definition writes
   * its sequence, so the definition is read again only when that entry is another one.
   */
  definition(state: StateView, name: string): ChaincodeDefinition | undefined {
    const sequence = state.get(LIFECYCLE, fieldKey(name, 'Sequence'));
    if (sequence === undefined) return undefined;
    const known = this.definitions.get(name);
    if (known !== undefined && sameVersion(known.version, sequence.version))
      return known.definition;
    const definition = this.readDefinition(state, name);
    if (definition !== undefined)
      this.definitions.set(name, { version: sequence.version, definition });
    return definition;
  }

  private readDefinition(state: StateView, name: string): ChaincodeDefinition | undefined {
    const read = (namespace: string, key: string): Uint8Array =>
      state.get(namespace, key)?.value ?? NOTHING;
    return chaincodeDefinition(read, name);
  }

  /** A chaincode's definition as it is now. */
  currentDefinition(name: string): ChaincodeDefinition | undefined {
    const snapshot = this.ledger.snapshot();
    try {
      return this.definition(snapshot, name);
    } finally {
      snapshot.release();
    }
  }

  /** Do something on one unchanging state. */
  async onSnapshot<T>(work: (state: StateView) => Promise<T>): Promise<T> {
    const snapshot = this.ledger.snapshot();
    this.underWay++;
    try {
      return await work(snapshot);
    } finally {
      snapshot.release();
      this.underWay--;
      if (this.underWay === 0) for (const tell of this.idleListeners) tell();
    }
  }

  /** Resolves when nothing is being done on a state of the channel; after some time all the same. */
  async idle(ambient: Pick<Ambient, 'schedule'>, withinMs: number): Promise<void> {
    if (this.underWay === 0) return;
    await new Promise<void>((resolve) => {
      const tell = (): void => {
        this.idleListeners.delete(tell);
        callOff();
        resolve();
      };
      const callOff = ambient.schedule(withinMs, tell);
      this.idleListeners.add(tell);
    });
  }

  /** Commit what was accepted, then close the ledger. */
  async close(): Promise<void> {
    await this.ordering.close();
    this.waiters.close();
    await this.ledger.close();
    await this.transient?.close();
  }
}

/** Whether a transaction writes a definition or an approval. All others read the definition that they use. */
const isOfLifecycle = ({ code, namespaces }: CommittedTransaction): boolean =>
  code === validationCode.VALID &&
  namespaces.some(
    ({ namespace, set, hashed }) =>
      namespace === LIFECYCLE && (set.writes.length > 0 || hashed.length > 0),
  );
