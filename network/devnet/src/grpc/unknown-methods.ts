import { status, type handleBidiStreamingCall, type Server } from '@grpc/grpc-js';
import { CallError, statusMetadata } from './call-error.js';
import type { Service } from './service.js';

/**
 * Have a server say of methods that it has not what a Go server says of them. grpc-js has words of its own and no setting for them, so
 * its look-up of handlers is extended; should a later release look them up another way, its own words stand again.
 */
export function sayUnknownMethods(server: Server, services: readonly Service[]): void {
  const lookUp: unknown = Reflect.get(server, '_retrieveHandler');
  if (typeof lookUp !== 'function') return;
  const names = new Set(services.map(({ name }) => name));
  const value = (path: string): unknown =>
    Reflect.apply(lookUp, server, [path]) ?? refusing(path, unknownMethod(path, names));
  Reflect.defineProperty(server, '_retrieveHandler', { value });
}

/** What a Go server says of a method that it has not. */
function unknownMethod(path: string, services: ReadonlySet<string>): string {
  const end = path.lastIndexOf('/');
  if (end < 1) return `malformed method name: ${JSON.stringify(path)}`;
  const service = path.slice(1, end);
  if (!services.has(service)) return `unknown service ${service}`;
  return `unknown method ${path.slice(end + 1)} for service ${service}`;
}

/** A handler that waits for nothing. */
function refusing(path: string, text: string): object {
  const refusal = new CallError(status.UNIMPLEMENTED, text);
  const { code, message: details } = refusal;
  const metadata = statusMetadata(refusal);
  const func: handleBidiStreamingCall<Buffer, Buffer> = (call) => {
    call.emit('error', { code, details, metadata });
  };
  const asIs = (bytes: Buffer): Buffer => bytes;
  return { func, serialize: asIs, deserialize: asIs, type: 'bidi', path };
}
