import { reasonOf } from '@argosy/protocol/reason';
import type { Findings } from './findings.js';
import type { JudgedChannel } from './judged-channel.js';
import type { Witness } from './witness.js';

/** Compare what peers have as the last block that was judged. Answers those that have the same. Whoever has the same commit hash took the same
 *  transactions for valid and made the same changes, from the first block on. */
export async function compareHeads(
  witnesses: readonly Witness[],
  { height, headHash, commitHash }: JudgedChannel,
  findings: Findings,
): Promise<readonly string[]> {
  const number = height - 1n;
  const agreeing: string[] = [];
  const compare = async (witness: Witness): Promise<void> => {
    const said = await witness.head(number);
    const facts = [
      ['hash', said.hash, headHash],
      ['commit hash', said.commitHash, commitHash],
    ] as const;
    const wrong = facts.find(([, has, should]) => has !== should);
    if (wrong === undefined) {
      agreeing.push(witness.name);
      return;
    }
    const [what, has, should] = wrong;
    const sentence = `block ${number}: ${witness.name} has the ${what} ${has}, and judging all blocks gives ${should}`;
    findings.differ({ item: 'head', block: Number(number), sentence });
  };
  await Promise.all(
    witnesses.map(async (witness) => {
      try {
        await compare(witness);
      } catch (failure) {
        findings.omit(`block ${number} at ${witness.name}: ${reasonOf(failure)}`);
      }
    }),
  );
  return agreeing;
}
