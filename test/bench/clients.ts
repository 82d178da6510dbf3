import { randomBytes, randomUUID } from 'node:crypto';
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { connect, hash, signers } from '@hyperledger/fabric-gateway';
import type { Contract, Gateway } from '@hyperledger/fabric-gateway';
import { signLowS } from '@argosy/protocol/crypto';
import type { Network } from '@argosy/operator/network';
import { ask, organisationUrl } from 'argosy/gateway/local-http';
import { signIn } from 'argosy/gateway/sandbox-sign-in';
import { sampleApplication } from '../support/sample-application.ts';

/** Every profile has it, with the two banks that endorse on it. */
const CHANNEL = 'trade';

const APPLICANT = { msp: 'ImporterMSP', person: 'ines' } as const;

/** Clients of the unmodified SDK, over both peers in turn. */
export interface SdkClients {
  readonly contracts: readonly Contract[];
  readonly close: () => void;
}

/** The SDK's own signer is pure JavaScript; `native` signs with OpenSSL and makes S low. */
export type SignerKind = 'native' | 'sdk';

export function sdkClients({ engine, folder, topology }: Network, kind: SignerKind): SdkClients {
  const { certificate, key } = folder.identity(APPLICANT.msp, APPLICANT.person);
  const privateKey = createPrivateKey(readFileSync(key));
  const signing =
    kind === 'sdk'
      ? { signer: signers.newPrivateKeySigner(privateKey) }
      : {
          hash: hash.none,
          signer: (message: Uint8Array) => Promise.resolve(signLowS(privateKey, message)),
        };
  const channel = topology.channels.find(({ name }) => name === CHANNEL);
  const [chaincode] = channel?.chaincodes ?? [];
  if (chaincode === undefined) throw new Error(`the topology has no chaincode on ${CHANNEL}`);
  const open = engine.peers.map(({ endpoint, tlsCa }) => {
    const credentials = grpc.credentials.createSsl(readFileSync(tlsCa));
    const client = new grpc.Client(endpoint, credentials);
    const identity = { mspId: APPLICANT.msp, credentials: readFileSync(certificate) };
    return { client, gateway: connect({ client, identity, ...signing }) };
  });
  return {
    contracts: open.map(({ gateway }) => contractOf(gateway, CHANNEL, chaincode)),
    close: () => {
      for (const { client, gateway } of open) {
        gateway.close();
        client.close();
      }
    },
  };
}

const contractOf = (gateway: Gateway, channel: string, chaincode: string): Contract =>
  gateway.getNetwork(channel).getContract(chaincode);

const today = new Date().toISOString().slice(0, 10);

/** An application for a credit under a reference that nobody used. */
export const newApplication = (): ReturnType<typeof sampleApplication> =>
  sampleApplication(randomBytes(8).toString('hex').toUpperCase(), today);

/** Apply for a credit through the SDK; answers when it is committed. */
export function applyBySdk(contract: Contract): Promise<void> {
  const requestId = randomBytes(32).toString('hex');
  return commit(contract, 'credit:Apply', [JSON.stringify(newApplication()), requestId]);
}

/** Write one key that nobody wrote, with the bare chaincode. */
export function putBySdk(contract: Contract): Promise<void> {
  return commit(contract, 'put', [randomBytes(8).toString('hex'), 'v']);
}

/** Ask the bare chaincode for its one answer. */
export const evaluateBySdk = (contract: Contract): Promise<unknown> =>
  contract.evaluateTransaction('ready');

/** Ask for a credit that does not exist: the refusal is the answer. */
export const queryBySdk = (contract: Contract): Promise<unknown> =>
  contract.evaluateTransaction('credit:Get', 'NONE').catch((error: unknown) => {
    if (!JSON.stringify(error).includes('RECORD_NOT_FOUND')) throw error;
  });

async function commit(contract: Contract, name: string, args: string[]): Promise<void> {
  const proposal = contract.newProposal(name, { arguments: args });
  const submitted = await (await proposal.endorse()).submit();
  const { successful, code } = await submitted.getStatus();
  if (!successful) throw new Error(`not valid: code ${code}`);
}

/** Sign in at the gateway and answer how to apply for a credit there. */
export async function restApplicant(url: string): Promise<() => Promise<void>> {
  const { origin, authorization } = await signedIn(url);
  return async () => {
    const answer = await ask(`${origin}/v1/credits`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: authorization,
        'Idempotency-Key': randomUUID(),
        Prefer: 'wait=30',
      },
      body: JSON.stringify(newApplication()),
    });
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text.slice(0, 200)}`);
  };
}

/** Sign in at the gateway and answer how to read there, by the path below the organisation's address. */
export async function restReader(url: string): Promise<(path: string) => Promise<string>> {
  const { origin, authorization } = await signedIn(url);
  return async (path) => {
    const answer = await ask(`${origin}${path}`, { headers: { Authorization: authorization } });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text.slice(0, 200)}`);
    return answer.text;
  };
}

async function signedIn(
  url: string,
): Promise<{ readonly origin: string; readonly authorization: string }> {
  const origin = organisationUrl(url, 'Importer');
  const { value: token } = await signIn(origin, APPLICANT.person);
  return { origin, authorization: `Bearer ${token}` };
}
