import type { Row } from '../row.js';
import { signatureForms } from './signature-forms.js';

const CREATOR_RULE = '2.1 (4), 3.3: low S, minimal numbers; what follows them is not looked at';

/** The signature of the creator, after everything else is as it should be. */
export const creatorSignatureRows: readonly Row[] = [
  ...signatureForms.map(({ name, holds, change }): Row => ({
    name: `signature of the creator ${name}`,
    on: ['write', 'read', 'private'],
    change: (parts, _, chance) => (parts.rewrite.signature = (bytes) => change(bytes, chance)),
    expected: { all: holds ? 'VALID' : 'BAD_CREATOR_SIGNATURE' },
    rule: CREATOR_RULE,
  })),
  {
    name: 'signature of the creator left out',
    on: ['write', 'read', 'private'],
    change: (parts) => (parts.rewrite.signature = () => Buffer.of()),
    expected: { all: /the envelope has no signature/ },
    rule: '1.1: a block with such an entry is refused whole',
  },
  {
    name: 'signature of the creator over something else',
    on: ['write', 'read', 'private'],
    change: (parts) => (parts.rewrite.signature = () => parts.creator.sign(Buffer.from('else'))),
    expected: { all: 'BAD_CREATOR_SIGNATURE' },
    rule: CREATOR_RULE,
  },
  {
    name: 'signature of somebody else of the same organisation',
    on: ['write', 'read', 'private'],
    change: (parts, { stage }) => {
      const other = stage.o1.signer({ units: ['client'] });
      parts.creator = { ...other, creator: parts.creator.creator };
    },
    expected: { all: 'BAD_CREATOR_SIGNATURE' },
    rule: CREATOR_RULE,
  },
];
