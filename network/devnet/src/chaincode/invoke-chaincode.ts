import { ChaincodeSpec, Response } from '@argosy/protocol/messages/proposal';
import { ChaincodeMessage, messageType } from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import { INCOMPLETE } from './incomplete.js';
import type { Callee, ChaincodeAnswer, Invocation } from './invocation.js';

/** A chaincode calls another one, on its own channel or, to read only, on another one. */
export function invokeChaincode({ scope }: Invocation, payload: Uint8Array): Promise<Uint8Array> {
  const { chaincodeId, input } = decode(ChaincodeSpec, payload);
  if (chaincodeId === undefined || input === undefined) throw new Error(INCOMPLETE);
  const { chaincode, channelId } = parseName(chaincodeId.name);
  const callee: Callee = {
    channelId: channelId === '' ? scope.channelId : channelId,
    chaincode,
    input,
  };
  return scope.invoke(callee).then((answer) => answerMessage(answer, callee, scope.txId));
}

/** `name`, `name:version`, `name/channel` or `name:version/channel`; the version means nothing. */
function parseName(text: string): { readonly chaincode: string; readonly channelId: string } {
  const slash = text.indexOf('/');
  const [name, channelId] = slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash + 1)];
  return { chaincode: name.split(':', 1)[0] ?? '', channelId };
}

/** The callee's own last message, as its stream carried it. */
const answerMessage = (answer: ChaincodeAnswer, { channelId }: Callee, txid: string): Uint8Array =>
  encode(ChaincodeMessage, { ...lastMessage(answer), txid, channelId });

function lastMessage(answer: ChaincodeAnswer) {
  const type = messageType.COMPLETED;
  switch (answer.kind) {
    case 'failed':
      return { type: messageType.ERROR, payload: Buffer.from(answer.text) };
    case 'unreadable':
      return { type, payload: answer.payload };
    case 'completed':
      return {
        type,
        payload: encode(Response, answer.response),
        chaincodeEvent: answer.event,
      };
  }
}
