import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, type Contract, type Gateway, type Network } from '@hyperledger/fabric-gateway';
import { pemSigner, type Signer } from '@argosy/protocol/signer';
import type { Pair } from './certificates.js';

/** A client of one peer: the SDK, and the bare connection for what the SDK would not send. */
export class TestClient {
  readonly signer: Signer;
  readonly connection: Client;
  readonly gateway: Gateway;

  constructor(mspId: string, pair: Pair, address: string, tlsCa: string) {
    this.signer = pemSigner(mspId, pair.certificate, pair.key);
    this.connection = new Client(address, credentials.createSsl(Buffer.from(tlsCa)));
    this.gateway = connect({
      client: this.connection,
      identity: { mspId, credentials: Buffer.from(pair.certificate) },
      signer: (message) => Promise.resolve(this.signer.sign(message)),
      hash: hash.none,
    });
  }

  network(channel = 'trade'): Network {
    return this.gateway.getNetwork(channel);
  }

  contract(chaincode = 'kv', channel = 'trade'): Contract {
    return this.network(channel).getContract(chaincode);
  }

  /** A unary call with bytes as they are. */
  call(path: string, request: Uint8Array): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.connection.makeUnaryRequest(
        path,
        (bytes: Uint8Array) => Buffer.from(bytes),
        (bytes: Buffer) => bytes,
        request,
        (error, answer) => {
          if (error !== null || answer === undefined) reject(error ?? new Error('no answer'));
          else resolve(answer);
        },
      );
    });
  }

  close(): void {
    this.gateway.close();
    this.connection.close();
  }
}
