import type { ExaminationRule, Facts } from './facts.js';
import { findingRules } from './finding.js';
import type { Finding, FindingRule } from './finding.js';
import { rulesOfAmount } from './rules-of-amount.js';
import { rulesOfDocuments } from './rules-of-documents.js';
import { rulesOfTime } from './rules-of-time.js';

/** Every rule by which the ledger looks at a presentation. */
export const examinationRules: Readonly<Record<FindingRule, ExaminationRule>> = {
  ...rulesOfTime,
  ...rulesOfAmount,
  ...rulesOfDocuments,
};

/** What the rules find, each at most once, in their order. It is advice and refuses nothing (UCP 600 art. 14(a) leaves examining to banks). */
export function findingsOf(facts: Facts): Finding[] {
  return findingRules.flatMap((rule) => {
    const { article, find } = examinationRules[rule];
    const difference = find(facts);
    return difference === undefined ? [] : [{ rule, article, ...difference }];
  });
}
