import { join } from 'node:path';
import { readTopology } from '@argosy/operator/topology/read';
import type { Channel, Topology } from '@argosy/operator/topology/schema';
import { blockContents, verdicts } from '../../test/scenario/confidential/block-contents.ts';
import { page, table } from './page.ts';

const file = join(import.meta.dirname, '../../network/topology.yaml');

/** Who can read which content of which channel, from the network's description. */
export function whoSeesWhatPage(): string {
  const starter = readTopology(file, 'starter');
  const full = readTopology(file, 'full');
  return page('Who sees what', [
    'What each organisation, and each operator of a node, can read of a deal. A member is an organisation of a channel; its people use the peer of their own organisation or of its sponsor there. A test reads all that a network gives and keeps, and compares it with this page (`test/scenario/confidential`).',
    '## Blocks',
    'A channel’s blocks are in clear for each of its members, through any peer of the channel that it reaches, for whoever operates a peer of it, **and for whoever operates an orderer of it, member or not**. The auditor is a member of every channel, has its own peer, and reads all blocks; it belongs to no collection.',
    table(
      ['channel', 'members with a peer', 'members by a sponsor’s peer', 'orderers’ operators'],
      starter.channels.map((it) => blocksRow(starter, it)),
    ),
    'In the profile `full` every member has a peer, and each channel is ordered by four of its own members:',
    table(
      ['channel', 'orderers’ operators', 'of these no members'],
      full.channels.map((it) => {
        const { operators, outsiders } = orderersOf(full, it);
        return [it.name, operators.join(', '), outsiders.join(', ') || 'none'];
      }),
    ),
    'In each block stands, for all of them:',
    table(
      ['content', 'what it is'],
      Object.entries(blockContents).map(([name, words]) => [`\`${name}\``, words]),
    ),
    `Peers add: ${verdicts.toLowerCase()}. An orderer’s operator has nothing of a channel but these blocks, and whatever transactions are sent to it that no block takes.`,
    'A question (evaluate), and a call that was refused, stand in no block. The peers that were asked, and their chaincode, see them whole; so do their operators. The read model of a gateway is made from blocks, and so holds what they hold.',
    '## Collections',
    'Confidential terms stand in a collection of private data. Its members’ people record and read them. The peers that keep it have them in clear, and so have the operators of these peers and of their chaincode: a member without a peer shares with its sponsor. Everybody else, the auditor and the orderers’ operators among them, sees hashes.',
    table(
      ['channel', 'collection', 'members', 'kept by the peers of', 'hashes only'],
      starter.channels.flatMap(collectionRows),
    ),
    'What the hashes tell: in which collection, when, by whose call and with whose endorsement something was recorded; how many pieces; that two documents name the same terms, or that the same were recorded again. Not what they are: terms carry a salt of at least 128 bits, without which a price could be found by trying. Who is given terms and salt can compare them with the hash.',
    [
      'Who keeps a secret has to see to this, for no contract can:',
      '',
      '- **Ask, and have nothing ordered.** What `confidential:Get` answers is for whoever asked. A client that submits the question as if it were an act has the answer put into a block.',
      '- **Go to the own peer, or the sponsor’s, and name no endorsers.** Its gateway then shows a proposal with transient data to nobody who does not keep the collection. A peer that a client goes to instead, and organisations that it names as endorsers, see all of it.',
      '- **Terms go into the transient data alone.** What is put into a command, by mistake, is an argument.',
      '- **A salt is made by chance,** anew for each record, and told to nobody else.',
    ].join('\n'),
    [
      'What a reference to terms in a document means: that terms with this hash stand in the collection. It means neither that whoever names them knows them nor that they were made for this document, for any member may name any hash. Members of the collection read the terms before they rely on them. One member’s peer is enough to write there, and so to delete: who relies on terms keeps a copy. Nobody changes them unnoticed, for the hash is compared when they are read.',
      '',
      'Fabric gives each organisation a collection of its own without any description (`_implicit_org_` and its MSP). It is open: through any contract function, and from the private data that the organisation’s peer delivers with its blocks, to every member of the channel. Seals of documents stand there; no confidential terms, which the contract refuses there.',
    ].join('\n'),
    '## On the development network',
    'One process is all peers and all orderers, and keeps one ledger for them: each organisation is shown its own part. Whoever operates that process sees everything.',
  ]);
}

function blocksRow(topology: Topology, channel: Channel): string[] {
  const own = channel.members.filter(({ sponsor }) => sponsor === undefined);
  const sponsored = channel.members.flatMap(({ msp, sponsor }) =>
    sponsor === undefined ? [] : [`${nameOf(msp)} (${nameOf(sponsor)})`],
  );
  const { operators, outsiders } = orderersOf(topology, channel);
  const others = outsiders.length === 0 ? '' : `; of these **no members: ${outsiders.join(', ')}**`;
  return [
    channel.name,
    own.map(({ msp }) => nameOf(msp)).join(', '),
    sponsored.join(', '),
    `${operators.join(', ')}${others}`,
  ];
}

/** The organisations that operate a channel's orderers, by the orderers' domains, and those of them that are no members. */
export function orderersOf(
  { organisations, orderers }: Topology,
  { consenters, members }: Channel,
): { readonly operators: readonly string[]; readonly outsiders: readonly string[] } {
  const operators = consenters.map((msp) => {
    const { domain } = orderers.find((it) => it.msp === msp) ?? { domain: '' };
    const operator = organisations.find((it) => domain === `orderer.${it.domain}`);
    if (operator === undefined) throw new Error(`Nobody is known to operate the orderer of ${msp}`);
    return operator.msp;
  });
  const outsiders = operators.filter((msp) => !members.some((it) => it.msp === msp));
  return { operators: operators.map(nameOf), outsiders: outsiders.map(nameOf) };
}

function collectionRows({ name, members, collections }: Channel): string[][] {
  const keeperOf = (msp: string): string => members.find((it) => it.msp === msp)?.sponsor ?? msp;
  return (collections?.['argosy'] ?? []).map((collection) => {
    const keepers = [...new Set(collection.members.map(keeperOf))];
    const others = members.map(({ msp }) => msp).filter((msp) => !collection.members.includes(msp));
    const words = (msps: readonly string[]): string => msps.map(nameOf).join(', ');
    return [
      name,
      `\`${collection.name}\``,
      words(collection.members),
      words(keepers),
      words(others),
    ];
  });
}

/** An organisation as people call it. */
const nameOf = (msp: string): string => msp.replace(/MSP$/, '');
