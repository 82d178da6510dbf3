import { reasonOf } from '@argosy/protocol/reason';
import type { Ambient } from '../ambient.js';
import type { Connection } from '../packages/connection.js';
import type { ChaincodeLink, RawStream, Transport } from '../transport/transport.js';
import { ConnectFailure, register } from './registration.js';
import type { ChaincodeAnswer } from './invocation.js';
import type { ChaincodeCall, ChaincodeStream } from './stream.js';

/** A chaincode server of one organisation. */
export interface ChaincodeTarget {
  readonly packageId: string;
  /** Where it serves, as its package says. Throws where the package does not say enough. */
  connection(): Connection;
}

export interface ChaincodeTimeouts {
  /** A transaction that takes longer has failed (`chaincode.executetimeout`). */
  readonly executeMs: number;
  /** How long a call waits for a server that answers but does not register (`chaincode.startuptimeout`). */
  readonly startupMs: number;
}

export const defaultTimeouts: ChaincodeTimeouts = {
  executeMs: 30_000,
  startupMs: 300_000,
};

/** What a host shares with the others of its peer. */
export interface ChaincodeHostParts {
  readonly timeouts: ChaincodeTimeouts;
  readonly ambient: Pick<Ambient, 'schedule'>;
  readonly transport: Pick<Transport, 'chaincode'>;
  readonly warn: (text: string) => void;
}

const RETRY_MS = 25;

const REGISTRATION_FAILED = 'chaincode registration failed: ';

/** How who waits for a launch that another began is told of its end. */
const sharedFailure = (why: string): string =>
  why.startsWith(REGISTRATION_FAILED) ? why : `${REGISTRATION_FAILED}${why}`;

/**
 * One chaincode package as one peer runs it: the peer is the client, the chaincode the server. All definitions that
 * use the package share the stream. It is dialled when first needed and again after it was lost.
 */
export class ChaincodeHost {
  private link: { readonly connection: Connection; readonly to: ChaincodeLink } | undefined;
  private stream: Promise<ChaincodeStream> | undefined;
  private raw: RawStream | undefined;
  private closed = false;

  constructor(
    private readonly target: ChaincodeTarget,
    private readonly parts: ChaincodeHostParts,
  ) {}

  get packageId(): string {
    return this.target.packageId;
  }

  /** Dial ahead of the first transaction. */
  warmUp(): void {
    this.connected().catch((error: unknown) => {
      this.parts.warn(reasonOf(error));
    });
  }

  /** Execute one transaction. Throws an error whose text says whether launching or executing failed. */
  async execute(call: ChaincodeCall): Promise<ChaincodeAnswer> {
    const isLaunched = this.stream !== undefined;
    const stream = await this.connected().catch((error: unknown) => {
      const why = isLaunched ? sharedFailure(reasonOf(error)) : reasonOf(error);
      throw new Error(`could not launch chaincode ${this.packageId}: ${why}`, { cause: error });
    });
    return stream.execute(call, this.parts.timeouts.executeMs);
  }

  /** End the stream at once, as if the peer had failed; the next call dials again. */
  letGo(): void {
    this.raw?.cancel();
    this.link?.to.close();
    this.link = undefined;
    this.stream = undefined;
  }

  close(): void {
    this.closed = true;
    this.letGo();
  }

  private connected(): Promise<ChaincodeStream> {
    this.stream ??= this.dial().catch((error: unknown) => {
      this.stream = undefined;
      throw error;
    });
    return this.stream;
  }

  private async dial(): Promise<ChaincodeStream> {
    const { to, connection } = this.linked();
    const { ambient } = this.parts;
    let late = false;
    const callOff = ambient.schedule(connection.dialTimeoutMs, () => {
      late = true;
    });
    try {
      for (;;) {
        const stream = await this.attempt(to).catch((error: unknown) => {
          if (!(error instanceof ConnectFailure)) throw error;
          const isOver = this.closed || late || this.link?.to !== to;
          if (isOver) throw new Error(this.dialFailure(connection), { cause: error });
        });
        if (stream !== undefined) return stream;
        await new Promise<void>((resolve) => ambient.schedule(RETRY_MS, resolve));
      }
    } finally {
      callOff();
    }
  }

  private dialFailure({ address }: Connection): string {
    const { packageId } = this.target;
    return (
      `connection to ${packageId} failed: error cannot create connection for ${packageId}: error creating grpc ` +
      `connection to ${address}: failed to create new connection: context deadline exceeded`
    );
  }

  private linked(): NonNullable<ChaincodeHost['link']> {
    if (this.link !== undefined) return this.link;
    const connection = this.target.connection();
    this.link = { connection, to: this.parts.transport.chaincode(connection) };
    return this.link;
  }

  private attempt(link: ChaincodeLink): Promise<ChaincodeStream> {
    const raw = link.open();
    this.raw = raw;
    const onEnd = (): void => {
      if (this.raw === raw) this.stream = undefined;
    };
    const { ambient, warn } = this.parts;
    const registered = register(raw, this.packageId, { onEnd, warn, ambient });
    return this.withinStartup(registered, raw);
  }

  private withinStartup(
    registered: Promise<ChaincodeStream>,
    raw: RawStream,
  ): Promise<ChaincodeStream> {
    return new Promise((resolve, reject) => {
      const { ambient, timeouts } = this.parts;
      const callOff = ambient.schedule(timeouts.startupMs, () => {
        reject(
          new Error(`timeout expired while starting chaincode ${this.packageId} for transaction`),
        );
        raw.cancel();
      });
      registered.then(resolve, reject).finally(callOff);
    });
  }
}
