import { reasonOf } from '@argosy/protocol/reason';
import type { Question } from './document-questions.js';
import type { SaidDocument, Witness } from './witness.js';

/** As many questions are under way at a peer at a time: more would only wait there. */
const AT_ONCE = 8;

export type ComparedDocuments = {
  /** What is answered otherwise, each in words. */
  readonly differing: readonly { readonly question: Question; readonly sentence: string }[];
  /** Why some got no answer. */
  readonly unanswered: readonly string[];
};

/** Ask somebody for documents, and compare the answers with the records that the blocks give. */
export async function compareDocuments(
  witness: Witness,
  questions: readonly Question[],
): Promise<ComparedDocuments> {
  const waiting = [...questions];
  const differing: ComparedDocuments['differing'][number][] = [];
  const unanswered = new Set<string>();
  const asker = async (): Promise<void> => {
    for (let question = waiting.pop(); question !== undefined; question = waiting.pop()) {
      try {
        const said = await witness.document(question.function, question.parts);
        const wrong = wrongWith(question, said);
        if (wrong === undefined) continue;
        const sentence = `${question.document.join(' ')}: ${witness.name} ${wrong}`;
        differing.push({ question, sentence });
      } catch (failure) {
        unanswered.add(reasonOf(failure));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, asker));
  return { differing, unanswered: [...unanswered] };
}

function wrongWith({ expected, read }: Question, said: SaidDocument): string | undefined {
  if ('refusal' in said) return `refuses it with ${said.refusal}, and it stands on the ledger`;
  let records: readonly string[];
  try {
    records = read(said.text);
  } catch {
    return 'answers with something that is no record';
  }
  const other = records.find((record) => !expected.includes(record));
  if (other !== undefined)
    return `answers with another record than the ledger's: ${clipped(other)}`;
  const same = records.length === expected.length;
  return same
    ? undefined
    : `answers with ${records.length} records, and the ledger has ${expected.length}`;
}

const SHOWN_CHARACTERS = 200;
const clipped = (text: string): string =>
  text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
