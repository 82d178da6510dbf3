import { reasonOf } from '@argosy/protocol/reason';
import {
  status,
  type handleBidiStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type MethodDefinition,
  type ServerWritableStream,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { CallError, statusMetadata } from './call-error.js';
import { CallOutgoing, clientGone, type Outgoing } from './outgoing.js';

type Unary = (request: Buffer, gone: AbortSignal) => Promise<Uint8Array>;
type ServerStream = (request: Buffer, out: Outgoing) => Promise<void>;
type Duplex = (requests: AsyncIterable<Buffer>, out: Outgoing) => Promise<void>;

/** A method's shape and what answers it. Requests and answers are bytes: the handlers own the codec. */
export type Method =
  | { readonly kind: 'unary'; readonly handle: Unary }
  | { readonly kind: 'serverStream'; readonly handle: ServerStream }
  | { readonly kind: 'duplex'; readonly handle: Duplex };

export const unary = (handle: Unary): Method => ({ kind: 'unary', handle });
export const serverStream = (handle: ServerStream): Method => ({ kind: 'serverStream', handle });
export const duplex = (handle: Duplex): Method => ({ kind: 'duplex', handle });

/** A gRPC service by its full name, such as `gateway.Gateway`. */
export interface Service {
  readonly name: string;
  readonly methods: Readonly<Record<string, Method>>;
}

/** The service in the two tables that grpc-js registers. */
export function grpcService(service: Service): {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
} {
  const definition: Record<string, MethodDefinition<Buffer, Buffer>> = {};
  const implementation: UntypedServiceImplementation = {};
  for (const [name, method] of Object.entries(service.methods)) {
    definition[name] = rawMethod(`/${service.name}/${name}`, method.kind);
    implementation[name] = handler(method);
  }
  return { definition, implementation };
}

const asIs = (bytes: Buffer): Buffer => bytes;

/** A method whose messages stay bytes on both sides. */
export function rawMethod(path: string, kind: Method['kind']): MethodDefinition<Buffer, Buffer> {
  return {
    path,
    requestStream: kind === 'duplex',
    responseStream: kind !== 'unary',
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

type Handler =
  | handleUnaryCall<Buffer, Uint8Array>
  | handleServerStreamingCall<Buffer, Uint8Array>
  | handleBidiStreamingCall<Buffer, Uint8Array>;

function handler(method: Method): Handler {
  switch (method.kind) {
    case 'unary':
      return unaryHandler(method.handle);
    case 'serverStream':
      return serverStreamHandler(method.handle);
    case 'duplex':
      return duplexHandler(method.handle);
  }
}

function unaryHandler(handle: Unary): handleUnaryCall<Buffer, Uint8Array> {
  return (call, callback) => {
    const controller = new AbortController();
    call.on('cancelled', () => {
      controller.abort(clientGone);
    });
    handle(call.request, controller.signal).then(
      (answer) => {
        callback(null, answer);
      },
      (error: unknown) => {
        callback(failure(error));
      },
    );
  };
}

function serverStreamHandler(handle: ServerStream): handleServerStreamingCall<Buffer, Uint8Array> {
  return (call) => {
    const out = new CallOutgoing(call, certificateOf(call));
    finish(handle(call.request, out), call);
  };
}

function duplexHandler(handle: Duplex): handleBidiStreamingCall<Buffer, Uint8Array> {
  return (call) => {
    const out = new CallOutgoing(call, certificateOf(call));
    // Leaving the requests unread must not tear down the call: its last answers are still on their way.
    finish(handle(call.iterator({ destroyOnReturn: false }), out), call);
  };
}

const certificateOf = (
  call: Pick<ServerWritableStream<Buffer, Uint8Array>, 'getAuthContext'>,
): Buffer | undefined => call.getAuthContext().sslPeerCertificate?.raw;

interface Ending {
  end(): unknown;
  emit(event: 'error', error: unknown): boolean;
}

function finish(answer: Promise<void>, call: Ending): void {
  answer.then(
    () => {
      call.end();
    },
    (error: unknown) => {
      if (error !== clientGone) call.emit('error', failure(error));
    },
  );
}

/** The failure that a caller sees. A plain error is UNKNOWN with its bare text, as in Go. */
export const callFailure = (error: unknown): CallError =>
  error instanceof CallError ? error : new CallError(status.UNKNOWN, reasonOf(error));

/** A thrown error as grpc-js wants it. */
function failure(error: unknown) {
  const known = callFailure(error);
  const { code, message } = known;
  return { name: 'Error', code, message, details: message, metadata: statusMetadata(known) };
}
