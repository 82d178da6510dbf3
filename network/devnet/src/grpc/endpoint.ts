import { Server, ServerCredentials } from '@grpc/grpc-js';
import { bindFailure, loopback } from '../loopback.js';
import { messageLimits } from './limits.js';
import { within } from '../within.js';
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

  /** Take no new calls, and stop when the open ones have ended, or after this time. */
  async drain(milliseconds: number): Promise<void> {
    const ended = new Promise((resolve) => {
      this.server.tryShutdown(resolve);
    });
    await within(milliseconds, ended);
    this.close();
  }
}

/** A peer's settings: a ping after two idle hours, answered within 20 seconds. */
const serverKeepalive = {
  'grpc.keepalive_time_ms': 7_200_000,
  'grpc.keepalive_timeout_ms': 20_000,
};

const credentials = ({ certificate, key, clientAuthorities }: TlsMaterial): ServerCredentials =>
  ServerCredentials.createSsl(
    // Where no certificate is asked for, no authority is either; left out, it would be all that the machine trusts, 10 ms each.
    Buffer.from(clientAuthorities ?? certificate),
    [{ private_key: Buffer.from(key), cert_chain: Buffer.from(certificate) }],
    clientAuthorities !== undefined,
  );

function bind(server: Server, address: string, using: ServerCredentials): Promise<void> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, using, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}
