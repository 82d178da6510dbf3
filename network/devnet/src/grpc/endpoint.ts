import { reasonOf } from '@argosy/protocol/reason';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { messageLimits } from './limits.js';
import { grpcService, type Service } from './service.js';

export interface TlsMaterial {
  readonly certificate: string;
  readonly key: string;
  /** With them every client must show a certificate of one of these authorities (mutual TLS). */
  readonly clientAuthorities?: string | undefined;
}

/** A TLS gRPC server on a loopback address. */
export class Endpoint {
  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  /** Serve on `address` ("localhost:17011"). Refuses: an address that is not loopback; a taken port, by its number. */
  static async listen(
    address: string,
    tls: TlsMaterial,
    services: readonly Service[],
  ): Promise<Endpoint> {
    const { host, port } = loopback(address);
    const server = new Server({ ...messageLimits, ...serverKeepalive });
    for (const service of services) {
      const { definition, implementation } = grpcService(service);
      server.addService(definition, implementation);
    }
    await bind(server, `${host}:${port}`, credentials(tls)).catch((error: unknown) => {
      throw new Error(bindFailure(address, port, error), { cause: error });
    });
    return new Endpoint(server, address);
  }

  /** Stop at once: open streams end with the server. */
  close(): void {
    this.server.forceShutdown();
  }
}

/** A peer's settings: a ping after two idle hours, answered within 20 seconds. */
const serverKeepalive = {
  'grpc.keepalive_time_ms': 7_200_000,
  'grpc.keepalive_timeout_ms': 20_000,
};

const credentials = ({ certificate, key, clientAuthorities }: TlsMaterial): ServerCredentials =>
  ServerCredentials.createSsl(
    clientAuthorities === undefined ? null : Buffer.from(clientAuthorities),
    [{ private_key: Buffer.from(key), cert_chain: Buffer.from(certificate) }],
    clientAuthorities !== undefined,
  );

/** The parts of a loopback address. One address only: with "localhost" grpc-js would also be content with IPv6 alone while IPv4's port is taken. */
export function loopback(address: string): { host: string; port: string } {
  const match = /^(localhost|127\.0\.0\.1|\[::1\]):(\d+)$/.exec(address);
  const [, host, port] = match ?? [];
  if (host === undefined || port === undefined) {
    throw new Error(`${address} is not a loopback address with a port: the devnet serves no other`);
  }
  return { host: host === 'localhost' ? '127.0.0.1' : host, port };
}

function bind(server: Server, address: string, using: ServerCredentials): Promise<void> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, using, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

export function bindFailure(address: string, port: string, error: unknown): string {
  const text = reasonOf(error);
  return text.includes('EADDRINUSE')
    ? `port ${port} is taken by another process (wanted for ${address})`
    : `cannot serve on ${address}: ${text}`;
}
