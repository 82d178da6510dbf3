import { reasonOf } from '@argosy/protocol/reason';
import { compareDocuments } from './compare-documents.js';
import type { Findings } from './findings.js';
import { questionsFor } from './document-questions.js';
import type { JudgedChannel } from './judged-channel.js';
import type { Pursuit } from './pursuit.js';
import type { Witness } from './witness.js';

/** As many peers are asked for every document: the auditor's own, and one of somebody else. */
const ASKED = 2;
/** A network goes on while it is audited: so often what changed meanwhile is judged and asked for again. */
const MOST_ROUNDS = 5;

type Channel = {
  readonly judged: JudgedChannel;
  readonly pursuit: Pursuit;
  readonly findings: Findings;
};

/** Compare every document that counts with what two peers answer. Answers who was asked. */
export async function compareAllDocuments(
  witnesses: readonly Witness[],
  channel: Channel,
): Promise<readonly string[]> {
  if (channel.pursuit.isCutOff) {
    channel.findings.omit('documents, as blocks are withheld');
    return [];
  }
  const asked = witnesses.slice(0, ASKED);
  const names = asked.map(({ name }) => name);
  await Promise.all(
    asked.map(async (witness) => {
      try {
        await compareDocumentsAt(witness, channel);
      } catch (failure) {
        channel.findings.omit(`documents at ${witness.name}: ${reasonOf(failure)}`);
      }
    }),
  );
  if (asked.length < ASKED) {
    const whom = names.length === 0 ? 'no peer' : names.join(' and ');
    channel.findings.omit(`documents with two peers: ${whom} was asked`);
  }
  return names;
}

/** What differs is judged and asked for again as long as the peer has blocks that were not judged. */
async function compareDocumentsAt(
  witness: Witness,
  { judged, pursuit, findings }: Channel,
): Promise<void> {
  let questions = questionsFor(judged.documents.counting);
  for (let round = 1; ; round++) {
    const { differing, unanswered } = await compareDocuments(witness, questions);
    for (const why of unanswered) findings.omit(`documents at ${witness.name}: ${why}`);
    if (differing.length === 0) return;
    const height = await witness.height();
    if (height <= judged.height || pursuit.isCutOff) {
      for (const { question, sentence } of differing)
        findings.differ({ item: 'document', document: question.document, sentence });
      return;
    }
    if (round === MOST_ROUNDS) {
      findings.omit(`${differing.length} documents at ${witness.name}, which change all the while`);
      return;
    }
    await pursuit.follow(height, witness);
    const names = new Set(differing.map(({ question }) => question.document.join(' ')));
    const all = questionsFor(judged.documents.counting);
    questions = all.filter(({ document }) => names.has(document.join(' ')));
  }
}
