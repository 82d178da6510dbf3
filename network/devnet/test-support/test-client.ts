import {
  Client,
  credentials,
  Metadata,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ServiceError,
} from '@grpc/grpc-js';
import {
  connect,
  hash,
  type Contract,
  type Gateway,
  type Network,
} from '@hyperledger/fabric-gateway';
import { ErrorDetail, RpcStatus } from '@argosy/protocol/messages/gateway';
import { pemSigner, type Signer } from '@argosy/protocol/signer';
import { decode } from '@argosy/protocol/wire';
import type { Pair } from './certificates.js';

const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
const asIs = (bytes: Buffer): Buffer => bytes;

/** The failure of a bare call, as the SDK presents failures. */
function withDetails(cause: ServiceError): Error {
  const [status] = cause.metadata.get('grpc-status-details-bin');
  const entries = status instanceof Buffer ? decode(RpcStatus, status).details : [];
  const details = entries.map(({ value }) => decode(ErrorDetail, value));
  return Object.assign(new Error(cause.message, { cause }), { code: cause.code, details });
}

/** A client of one peer: the SDK, and the bare connection for what the SDK would not send. */
export class TestClient {
  readonly signer: Signer;
  readonly connection: Client;
  readonly gateway: Gateway;

  /** With a pair for TLS the client shows a certificate when it connects. */
  constructor(mspId: string, pair: Pair, address: string, tlsCa: string, tls?: Pair) {
    this.signer = pemSigner(mspId, pair.certificate, pair.key);
    const own = tls === undefined ? [] : [Buffer.from(tls.key), Buffer.from(tls.certificate)];
    this.connection = new Client(address, credentials.createSsl(Buffer.from(tlsCa), ...own));
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

  /** A unary call with bytes as they are. A failure carries its details as the SDK would show them. */
  call(path: string, request: Uint8Array, withinMs = 10_000): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.connection.makeUnaryRequest(
        path,
        toBuffer,
        asIs,
        request,
        { deadline: Date.now() + withinMs },
        (error, answer) => {
          if (error !== null) reject(withDetails(error));
          else resolve(answer ?? Buffer.alloc(0));
        },
      );
    });
  }

  /** An answering stream to one request. */
  stream(path: string, request: Uint8Array): ClientReadableStream<Buffer> {
    return this.connection.makeServerStreamRequest(path, toBuffer, asIs, request, new Metadata());
  }

  /** A stream both ways. */
  duplex(path: string): ClientDuplexStream<Uint8Array, Buffer> {
    return this.connection.makeBidiStreamRequest(path, toBuffer, asIs, new Metadata());
  }

  close(): void {
    this.gateway.close();
    this.connection.close();
  }
}
