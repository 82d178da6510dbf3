import type { Duplex } from 'node:stream';
import type { TlsMaterial } from '../grpc/endpoint.js';
import type { Service } from '../grpc/service.js';
import type { Handler, HttpOptions } from '../http/server.js';
import type { Connection } from '../packages/connection.js';

/** Something that serves, until it is closed. Open calls end with it. */
export interface Served {
  close(): void;
  /** Take no new calls, and close when the open ones have ended, or after this time. Resolves when it is closed. */
  drain(milliseconds: number): Promise<void>;
}

/** A stream of messages to a chaincode: of Node's streams, what is used of them. */
export interface RawStream extends Pick<Duplex, 'isPaused' | 'writableNeedDrain'> {
  pause(): unknown;
  resume(): unknown;
  /** Whether the other side keeps up. */
  write(message: Uint8Array): boolean;
  on(event: 'data', take: (message: Buffer) => void): unknown;
  on(event: 'error', take: (error: Error) => void): unknown;
  on(event: 'end' | 'drain', tell: () => void): unknown;
  /** Give it up at once. */
  cancel(): void;
}

/** The way to a chaincode server; a stream is opened when one is needed. */
export interface ChaincodeLink {
  open(): RawStream;
  close(): void;
}

/** How a devnet's nodes are reached, and reach their chaincodes. */
export interface Transport {
  /** Serve calls. Refuses: an address that cannot be had, by its name. */
  serve(address: string, tls: TlsMaterial, services: readonly Service[]): Promise<Served>;
  /** Serve people and programs that operate a node. Refuses: as `serve`. */
  serveHttp(options: HttpOptions, handler: Handler): Promise<Served>;
  /** Keep an address at which nobody serves for the time being: whoever comes is turned away at once. */
  reserve(address: string): Promise<Pick<Served, 'close'>>;
  chaincode(connection: Connection): ChaincodeLink;
}
