import { lineOf, right } from '../wrong.js';
import type { Wrong } from '../wrong.js';

const argosy = '  - name: argosy\n';
const probe =
  'probe: { function: credit:Apply, arguments: [READY, READY], answer: ACCESS_ROLE_WRONG }';

export const contents: readonly Wrong[] = [
  ...['Trade', '1trade', 'my_trade', '"my trade"', '""', 'a'.repeat(250)].map((name) => ({
    title: `a channel named ${name.slice(0, 20)}`,
    from: 'name: trade',
    to: `name: ${name}`,
    says: 'name cannot be used',
  })),
  {
    title: 'a chaincode that is described nowhere',
    from: 'chaincodes: [argosy]',
    to: 'chaincodes: [argosy, other]',
    says: 'trade cannot run the chaincode other',
  },
  {
    title: 'a chaincode named twice',
    from: 'chaincodes: [argosy]',
    to: 'chaincodes: [argosy, argosy]',
    says: 'argosy is named twice as a chaincode of trade',
  },
  {
    title: 'a channel without chaincode',
    from: 'chaincodes: [argosy]',
    to: 'chaincodes: []',
    says: 'chaincodes cannot be used',
  },
  ...['-argosy', 'ar gosy', 'a--b', '_lifecycle', 'qscc'].map((name) => ({
    title: `a chaincode named ${name}`,
    from: argosy,
    to: `  - name: ${name}\n`,
    says: 'name cannot be used',
  })),
  {
    title: 'no probe',
    from: `    ${probe}\n`,
    to: '',
    line: lineOf(right, right.indexOf(argosy)),
    says: 'probe is missing',
  },
  {
    title: 'a probe without function',
    from: probe,
    to: 'probe: { arguments: [READY], answer: ACCESS_ROLE_WRONG }',
    says: 'function is missing',
  },
  {
    title: 'a probe whose arguments are no list',
    from: probe,
    to: 'probe: { function: credit:Apply, arguments: READY, answer: ACCESS_ROLE_WRONG }',
    says: 'arguments cannot be used. Expected array, received string',
  },
  {
    title: 'a probe with an argument that is no text',
    from: probe,
    to: 'probe: { function: credit:Apply, arguments: [1], answer: ACCESS_ROLE_WRONG }',
    says: 'an item cannot be used. Expected string, received number',
  },
  {
    title: 'a probe that awaits nothing',
    from: probe,
    to: 'probe: { function: credit:Apply, arguments: [READY], answer: "" }',
    says: 'answer cannot be used',
  },
  {
    title: 'a probe with a field that nobody reads',
    from: probe,
    to: 'probe: { function: credit:Apply, arguments: [READY], answer: X, within: 5 }',
    says: 'there is no field within',
  },
];
