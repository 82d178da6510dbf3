import { duplexPair, type Duplex } from 'node:stream';
import { status } from '@grpc/grpc-js';
import { CallError } from '../grpc/call-error.js';
import type { TlsMaterial } from '../grpc/endpoint.js';
import { clientGone } from '../grpc/outgoing.js';
import { callFailure, type Method, type Service } from '../grpc/service.js';
import type { Connection } from '../packages/connection.js';
import { MessageQueue } from './message-queue.js';
import type { ChaincodeLink, RawStream, Served, Transport } from './transport.js';

/** Serves a chaincode on a stream to one peer. */
export type ChaincodeServer = (stream: Duplex) => void;

/** One who serves calls in memory. */
interface Server extends Served {
  readonly methods: ReadonlyMap<string, Method>;
  readonly calls: Set<(failure: CallError) => void>;
}

/**
 * Calls within the process: the same services over no socket. What goes on is a matter of promises alone, so that the same calls
 * go the same way every time.
 */
export class MemoryTransport implements Transport {
  private readonly servers = new Map<string, Server>();
  private readonly chaincodes = new Map<string, ChaincodeServer>();

  serve(address: string, _tls: TlsMaterial, services: readonly Service[]): Promise<Served> {
    if (this.servers.has(address))
      return Promise.reject(new Error(`${address} is served already in this process`));
    const server: Server = {
      methods: new Map(services.flatMap(methodsOf)),
      calls: new Set(),
      close: () => {
        if (this.servers.get(address) === server) this.servers.delete(address);
        for (const end of [...server.calls]) end(unavailable(address));
      },
      drain: () => {
        server.close();
        return Promise.resolve();
      },
    };
    this.servers.set(address, server);
    return Promise.resolve(server);
  }

  /** What is for people and their programs is not served here. */
  serveHttp(): Promise<Served> {
    return Promise.resolve({ close: () => undefined, drain: () => Promise.resolve() });
  }

  /** Nobody else could take an address within the process. */
  reserve(): Promise<Pick<Served, 'close'>> {
    return Promise.resolve({ close: () => undefined });
  }

  /** Have a chaincode serve at an address. */
  serveChaincode(address: string, server: ChaincodeServer): void {
    this.chaincodes.set(address, server);
  }

  chaincode({ address }: Connection): ChaincodeLink {
    const open = new Set<RawStream>();
    return {
      open: () => {
        const stream = this.openChaincode(address);
        open.add(stream);
        stream.on('end', () => open.delete(stream));
        return stream;
      },
      close: () => {
        for (const stream of open) stream.cancel();
      },
    };
  }

  /** Call a method that answers once, such as `/gateway.Gateway/Endorse`. Throws CallError. */
  async unary(
    address: string,
    path: string,
    request: Uint8Array,
    gone: AbortSignal = new AbortController().signal,
  ): Promise<Buffer> {
    const { server, method } = this.find(address, path);
    if (method.kind !== 'unary') throw new CallError(status.UNIMPLEMENTED, path);
    const stopped = new AbortController();
    return new Promise<Buffer>((resolve, reject) => {
      const end = (failure: CallError): void => {
        server.calls.delete(end);
        stopped.abort(clientGone);
        reject(failure);
      };
      server.calls.add(end);
      method.handle(Buffer.from(request), AbortSignal.any([gone, stopped.signal])).then(
        (answer) => {
          server.calls.delete(end);
          resolve(Buffer.from(answer));
        },
        (error: unknown) => {
          end(callFailure(error));
        },
      );
    });
  }

  /** Call a method that answers with messages; the answers are iterated over, and leaving them ends the call. */
  stream(address: string, path: string, requests: AsyncIterable<Buffer>): MessageQueue {
    const { server, method } = this.find(address, path);
    if (method.kind !== 'duplex') throw new CallError(status.UNIMPLEMENTED, path);
    return this.answering(server, (out) => method.handle(requests, out));
  }

  /** Call a method that answers one request with messages. */
  serverStream(address: string, path: string, request: Uint8Array): MessageQueue {
    const { server, method } = this.find(address, path);
    if (method.kind !== 'serverStream') throw new CallError(status.UNIMPLEMENTED, path);
    return this.answering(server, (out) => method.handle(Buffer.from(request), out));
  }

  private answering(server: Server, handle: (out: MessageQueue) => Promise<void>): MessageQueue {
    const out = new MessageQueue();
    const end = (failure?: CallError): void => {
      server.calls.delete(end);
      out.end(failure);
    };
    server.calls.add(end);
    handle(out).then(
      () => {
        end();
      },
      (error: unknown) => {
        if (error !== clientGone) end(callFailure(error));
      },
    );
    return out;
  }

  private find(address: string, path: string): { server: Server; method: Method } {
    const server = this.servers.get(address);
    if (server === undefined) throw unavailable(address);
    const method = server.methods.get(path);
    if (method === undefined) throw new CallError(status.UNIMPLEMENTED, `unknown method ${path}`);
    return { server, method };
  }

  private openChaincode(address: string): RawStream {
    const [near, far] = duplexPair({ objectMode: true });
    const serve = this.chaincodes.get(address);
    const stream = Object.assign(near, {
      cancel: () => {
        near.destroy();
        far.destroy();
      },
    });
    if (serve === undefined)
      setImmediate(() => near.destroy(new Error(`nobody serves at ${address}`)));
    else serve(far);
    return stream;
  }
}

const methodsOf = ({ name, methods }: Service): [string, Method][] =>
  Object.entries(methods).map(([method, how]) => [`/${name}/${method}`, how]);

const unavailable = (address: string): CallError =>
  new CallError(status.UNAVAILABLE, `nobody serves at ${address}`);
