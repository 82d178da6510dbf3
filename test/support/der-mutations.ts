import { element } from './der.js';
import type { Chance } from './chance.js';

interface Node {
  readonly tag: number;
  /** What it consists of; undefined where it is content, or content that is not read any further. */
  readonly children: readonly Node[] | undefined;
  readonly content: Buffer;
}

/** Change DER once: as elements whose lengths are put right again, or as bytes. */
export function mutateDer(bytes: Buffer, chance: Chance): Buffer {
  const nodes = chance.once(4) ? undefined : parse(bytes, 0);
  return nodes === undefined || nodes.length === 0
    ? flipped(bytes, chance)
    : write(changed(nodes, chance));
}

function flipped(bytes: Buffer, chance: Chance): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length === 0) return copy;
  const at = chance.below(copy.length);
  copy[at] = copy[at]! ^ (1 << chance.below(8));
  return chance.once(4) ? copy.subarray(0, at) : copy;
}

type Change = (nodes: readonly Node[], at: number, chance: Chance) => readonly Node[];

const changes: readonly Change[] = [
  (nodes, at) => nodes.toSpliced(at, 1),
  (nodes, at) => nodes.toSpliced(at, 0, nodes[at]!),
  (nodes, at, chance) => nodes.with(at, chance.pick(nodes)),
  (nodes, at, chance) => nodes.with(at, { ...nodes[at]!, tag: chance.pick(TAGS) }),
  (nodes, at, chance) => nodes.with(at, leaf(nodes[at]!.tag, chance.pick(CONTENTS)(chance))),
  (nodes, at, chance) =>
    nodes.with(at, leaf(nodes[at]!.tag, flipped(contentOf(nodes[at]!), chance))),
  (nodes, at) => nodes.with(at, { tag: 0x30, children: [nodes[at]!], content: Buffer.of() }),
  (nodes) => nodes.toReversed(),
];

const TAGS = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e, 0x30, 0x31, 0x80, 0xa0,
  0xa3, 0x1f,
];

const CONTENTS: readonly ((chance: Chance) => Buffer)[] = [
  () => Buffer.of(),
  () => Buffer.of(0),
  () => Buffer.of(0xff),
  () => Buffer.alloc(40, 0xff),
  (chance) => chance.bytes(chance.below(40)),
  () => Buffer.from('991231235959Z'),
  () => Buffer.from('99991231235959Z'),
  () => Buffer.from('2a864886f70d010101', 'hex'),
  () => Buffer.alloc(2000, 0x30),
];

/** Change one place somewhere in the tree. */
function changed(nodes: readonly Node[], chance: Chance): readonly Node[] {
  const at = chance.below(nodes.length);
  const children = nodes[at]?.children;
  if (children !== undefined && children.length > 0 && !chance.once(5))
    return nodes.with(at, { ...nodes[at]!, children: changed(children, chance) });
  return chance.pick(changes)(nodes, at, chance);
}

const leaf = (tag: number, content: Buffer): Node => ({ tag, children: undefined, content });
const contentOf = ({ children, content }: Node): Buffer =>
  children === undefined ? content : write(children);
const write = (nodes: readonly Node[]): Buffer =>
  Buffer.concat(nodes.map((node) => element(node.tag, contentOf(node))));

/** The elements of the bytes; undefined where they are none. */
function parse(bytes: Buffer, depth: number): Node[] | undefined {
  const nodes: Node[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at]!;
    const first = bytes[at + 1] ?? 0x80;
    const size = first < 0x80 ? 0 : first - 0x80;
    if (size > 3 || first === 0x80 || (tag & 0x1f) === 0x1f) return undefined;
    const start = at + 2 + size;
    const length = size === 0 ? first : Number(`0x0${bytes.toString('hex', at + 2, start)}`);
    if (start + length > bytes.length) return undefined;
    const content = bytes.subarray(start, start + length);
    // Octet and bit strings may hold elements, too: what an extension says, or a key.
    const inner = (tag & 0x20) !== 0 || tag === 0x04 ? parse(content, depth + 1) : undefined;
    nodes.push({ tag, children: depth < 12 ? inner : undefined, content });
    at = start + length;
  }
  return nodes;
}
