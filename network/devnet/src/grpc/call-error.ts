import { Metadata, type status } from '@grpc/grpc-js';
import { ErrorDetail, RpcStatus } from '@argosy/protocol/messages/gateway';
import { encode } from '@argosy/protocol/wire';

/** One endorser's or orderer's part in a failed call. */
export interface CallDetail {
  readonly address: string;
  readonly mspId: string;
  readonly message: string;
}

/** A call that ends with a gRPC status other than OK. */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    readonly code: status,
    message: string,
    readonly details: readonly CallDetail[] = [],
  ) {
    super(message);
  }
}

/** The details as clients expect them: nothing else may stand in there, for the SDK reads every entry as an ErrorDetail. */
export function statusMetadata(error: CallError): Metadata {
  const metadata = new Metadata();
  if (error.details.length === 0) return metadata;
  const details = error.details.map((detail) => ({
    typeUrl: 'type.googleapis.com/gateway.ErrorDetail',
    value: encode(ErrorDetail, detail),
  }));
  const status = encode(RpcStatus, { code: error.code, message: error.message, details });
  metadata.set('grpc-status-details-bin', status);
  return metadata;
}
