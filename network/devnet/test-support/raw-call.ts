import { Metadata, type ServiceError, type status } from '@grpc/grpc-js';
import { rawMethod, type Method } from '../src/grpc/service.js';
import type { TestClient } from './test-client.js';

/** How a call ended: the status of gRPC, and how many messages came before. */
export interface Ending {
  readonly code: status;
  readonly text: string;
  readonly messages: number;
}

/** Every method of a peer, with its shape. */
export const methods: Readonly<Record<string, Method['kind']>> = {
  '/gateway.Gateway/Evaluate': 'unary',
  '/gateway.Gateway/Endorse': 'unary',
  '/gateway.Gateway/Submit': 'unary',
  '/gateway.Gateway/CommitStatus': 'unary',
  '/gateway.Gateway/ChaincodeEvents': 'serverStream',
  '/protos.Endorser/ProcessProposal': 'unary',
  '/protos.Deliver/Deliver': 'duplex',
  '/protos.Deliver/DeliverFiltered': 'duplex',
  '/protos.Deliver/DeliverWithPrivateData': 'duplex',
};

/**
 * Send bytes to a method and wait for the end of the call. What goes on by itself, such as a stream of blocks, is
 * cancelled after `patienceMs`; what does not even end then is a hang, and throws.
 */
export function endingOf(
  { connection }: TestClient,
  path: string,
  requests: readonly Uint8Array[],
  patienceMs = 150,
): Promise<Ending> {
  const { requestSerialize, responseDeserialize } = rawMethod(path, 'duplex');
  // To gRPC every method is a stream both ways: so what is sent need not fit the method.
  const stream = connection.makeBidiStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    new Metadata(),
    {},
  );
  return new Promise((resolve, reject) => {
    let messages = 0;
    const cancel = setTimeout(() => {
      stream.cancel();
    }, patienceMs);
    const hang = setTimeout(() => {
      reject(new Error(`${path} does not end`));
    }, patienceMs + 30_000);
    stream.on('data', () => messages++);
    stream.on('error', (_: ServiceError) => undefined);
    stream.on('status', ({ code, details }: { code: status; details: string }) => {
      clearTimeout(cancel);
      clearTimeout(hang);
      resolve({ code, text: details, messages });
    });
    for (const request of requests) stream.write(Buffer.from(request));
    stream.end();
  });
}
