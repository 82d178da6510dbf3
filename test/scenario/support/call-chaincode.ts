/** A program that calls the chaincode as User1, from what `argosy devnet` has in the environment of a command:
 *  submit|evaluate FUNCTION ARGS. */
export const callProgram = `
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { connect, hash, signers } from '@hyperledger/fabric-gateway';
const { CRYPTO_PATH, TLS_CERT_PATH, PEER_ENDPOINT, MSP_ID, CHANNEL_NAME, CHAINCODE_NAME } = process.env;
const user = CRYPTO_PATH + '/users/User1@' + CRYPTO_PATH.split('/').at(-1) + '/msp';
const client = new grpc.Client(PEER_ENDPOINT, grpc.credentials.createSsl(readFileSync(TLS_CERT_PATH)));
const gateway = connect({
  client,
  identity: { mspId: MSP_ID, credentials: readFileSync(user + '/signcerts/cert.pem') },
  signer: signers.newPrivateKeySigner(createPrivateKey(readFileSync(user + '/keystore/priv_sk'))),
  hash: hash.sha256,
});
const contract = gateway.getNetwork(CHANNEL_NAME).getContract(CHAINCODE_NAME);
const [how, name, ...args] = process.argv.slice(2);
try {
  const answer = how === 'submit' ? await contract.submitTransaction(name, ...args) : await contract.evaluateTransaction(name, ...args);
  console.log('answer ' + Buffer.from(answer).toString());
} catch (failure) {
  console.log('refused ' + failure.message + ' ' + JSON.stringify(failure.details ?? []));
}
gateway.close();
client.close();
`;
