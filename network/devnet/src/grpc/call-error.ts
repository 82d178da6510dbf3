import { Metadata, type status } from '@grpc/grpc-js';
import { ErrorDetail, RpcStatus } from '@argosy/protocol/messages/gateway';
import { encode } from '@argosy/protocol/wire';
import { clip, MAX_TEXT } from './clip.js';

/** One endorser's or orderer's part in a failed call. */
export interface CallDetail {
  readonly address: string;
  readonly mspId: string;
  readonly message: string;
}

/** Room for the texts of all details together. */
const MAX_DETAILS = 6 * MAX_TEXT;

/** A call that ends with a gRPC status other than OK. */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    readonly code: status,
    message: string,
    readonly details: readonly CallDetail[] = [],
  ) {
    super(clip(message));
  }
}

/** The details as clients expect them: nothing else may stand in there, for the SDK reads every entry as an ErrorDetail. */
export function statusMetadata(error: CallError): Metadata {
  const metadata = new Metadata();
  if (error.details.length === 0) return metadata;
  const room = Math.min(MAX_TEXT, Math.floor(MAX_DETAILS / error.details.length));
  const details = error.details.map((detail) => ({
    typeUrl: 'type.googleapis.com/gateway.ErrorDetail',
    value: encode(ErrorDetail, { ...detail, message: clip(detail.message, room) }),
  }));
  const status = encode(RpcStatus, { code: error.code, message: error.message, details });
  metadata.set('grpc-status-details-bin', status);
  return metadata;
}
