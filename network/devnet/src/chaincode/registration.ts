import { reasonOf } from '@argosy/protocol/reason';
import { ChaincodeID } from '@argosy/protocol/messages/proposal';
import {
  ChaincodeAdditionalParams,
  ChaincodeMessage,
  messageType,
} from '@argosy/protocol/messages/shim';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import type { Ambient } from '../ambient.js';
import type { RawStream } from '../transport/transport.js';
import { ChaincodeStream } from './stream.js';

/** The requests that a chaincode may bundle (`chaincode.runtimeParams`). */
const bundles = encode(ChaincodeAdditionalParams, {
  useWriteBatch: true,
  maxSizeWriteBatch: 1000,
  useGetMultipleKeys: true,
  maxSizeGetMultipleKeys: 1000,
});

/** How an attempt to open a stream ended, when not with a stream. */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';
}

export interface RegistrationHooks {
  readonly ambient: Pick<Ambient, 'schedule'>;
  readonly onEnd: () => void;
  readonly warn: (text: string) => void;
}

/**
 * Take the chaincode's registration on a fresh stream: it must say REGISTER with the wanted package id, and gets
 * REGISTERED and READY.
 *
 * A chaincode of another package id gets no answer at all, and the stream stays open, as on a peer: the caller's
 * start-up timeout ends the wait. `warn` is told, for that is the only trace.
 */
export function register(
  raw: RawStream,
  packageId: string,
  hooks: RegistrationHooks,
): Promise<ChaincodeStream> {
  return new Promise((resolve, reject) => {
    let registered: ChaincodeStream | undefined;
    const end = (why: string): void => {
      if (registered !== undefined) {
        registered.terminate();
        hooks.onEnd();
      }
      reject(new ConnectFailure(why));
    };
    const receive = (bytes: Buffer): void => {
      const message = decode(ChaincodeMessage, bytes);
      if (registered !== undefined) {
        registered.receive(message);
        return;
      }
      const name = registeringName(message);
      if (name !== packageId) {
        hooks.warn(
          `peer will not accept external chaincode connection ${name}: ${packageId} is wanted`,
        );
        return;
      }
      registered = new ChaincodeStream(raw, hooks.ambient);
      raw.write(encode(ChaincodeMessage, { type: messageType.REGISTERED }));
      raw.write(encode(ChaincodeMessage, { type: messageType.READY, payload: bundles }));
      resolve(registered);
    };
    raw.on('error', (error) => {
      end(`connection to ${packageId} failed: ${error.message}`);
    });
    raw.on('end', () => {
      end(`connection to ${packageId} terminated`);
    });
    raw.on('data', (bytes: Buffer) => {
      try {
        receive(bytes);
      } catch (error) {
        // A chaincode that does not keep to the protocol loses its stream, and nobody else notices.
        hooks.warn(`${packageId}: ${reasonOf(error)}`);
        raw.cancel();
      }
    });
  });
}

/** The package id that the chaincode gives. Throws when its first message is no registration. */
function registeringName({ type, payload }: Decoded<typeof ChaincodeMessage>): string {
  if (type !== messageType.REGISTER) throw new Error(`message ${type} before registration`);
  const { name } = decode(ChaincodeID, payload);
  if (name === '') {
    throw new Error('error in handling register chaincode, chaincodeID name is empty');
  }
  return name;
}
