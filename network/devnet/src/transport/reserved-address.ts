import { createServer, type Server } from 'node:net';
import { bindFailure, loopback } from '../loopback.js';

/** An address that is kept for a server that is stopped: whoever connects is cut off before a byte is exchanged. */
export class ReservedAddress {
  private constructor(private readonly server: Server) {}

  /** Refuses: an address that is not loopback; a taken port, by its number. */
  static take(address: string): Promise<ReservedAddress> {
    const { host, port } = loopback(address);
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.resetAndDestroy();
    });
    return new Promise((resolve, reject) => {
      server.once('error', (error) => {
        reject(new Error(bindFailure(address, port, error), { cause: error }));
      });
      server.listen(Number(port), host.replace(/^\[|\]$/g, ''), () => {
        resolve(new ReservedAddress(server));
      });
    });
  }

  close(): void {
    this.server.close();
  }
}
