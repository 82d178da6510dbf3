/** fabric-protos `orderer/ab.proto`, `peer/events.proto`. */
import { Block } from './common.js';
import { ChaincodeEvent } from './proposal.js';
import { TxPvtReadWriteSet } from './rwset.js';
import {
  int32,
  message,
  numberedEntryOf,
  oneof,
  string,
  sub,
  subs,
  uint64,
} from '../wire/schema.js';

export const SeekNewest = message('orderer.SeekNewest', {});
export const SeekOldest = message('orderer.SeekOldest', {});
export const SeekSpecified = message('orderer.SeekSpecified', { number: uint64(1) });
export const SeekNextCommit = message('orderer.SeekNextCommit', {});
export const SeekPosition = message('orderer.SeekPosition', {
  newest: oneof(
    'type',
    sub(1, () => SeekNewest),
  ),
  oldest: oneof(
    'type',
    sub(2, () => SeekOldest),
  ),
  specified: oneof(
    'type',
    sub(3, () => SeekSpecified),
  ),
  nextCommit: oneof(
    'type',
    sub(4, () => SeekNextCommit),
  ),
});
export const SeekInfo = message('orderer.SeekInfo', {
  start: sub(1, () => SeekPosition),
  stop: sub(2, () => SeekPosition),
  behavior: int32(3),
  errorResponse: int32(4),
  contentType: int32(5),
});
export const BroadcastResponse = message('orderer.BroadcastResponse', {
  status: int32(1),
  info: string(2),
});

export const FilteredChaincodeAction = message('protos.FilteredChaincodeAction', {
  chaincodeEvent: sub(1, () => ChaincodeEvent),
});
export const FilteredTransactionActions = message('protos.FilteredTransactionActions', {
  chaincodeActions: subs(1, () => FilteredChaincodeAction),
});
export const FilteredTransaction = message('protos.FilteredTransaction', {
  txid: string(1),
  type: int32(2),
  txValidationCode: int32(3),
  transactionActions: sub(4, () => FilteredTransactionActions),
});
export const FilteredBlock = message('protos.FilteredBlock', {
  channelId: string(1),
  number: uint64(2),
  filteredTransactions: subs(4, () => FilteredTransaction),
});
/** From a transaction's place in its block to its private data. */
const PrivateDataEntry = numberedEntryOf(() => TxPvtReadWriteSet);
export const BlockAndPrivateData = message('protos.BlockAndPrivateData', {
  block: sub(1, () => Block),
  privateDataMap: subs(2, () => PrivateDataEntry),
});
export const DeliverResponse = message('protos.DeliverResponse', {
  status: oneof('type', int32(1)),
  block: oneof(
    'type',
    sub(2, () => Block),
  ),
  filteredBlock: oneof(
    'type',
    sub(3, () => FilteredBlock),
  ),
  blockAndPrivateData: oneof(
    'type',
    sub(4, () => BlockAndPrivateData),
  ),
});
