/** What an importer and its bank keep to themselves. */
export const confidentialExample = {
  collection: 'facilityTerms',
  terms: {
    kind: 'confidential' as const,
    salt: '5a0f3c77d1e94b2886aa10c4f7b3e65d',
    about: 'facility' as const,
    facility: 'FL-2027-0031',
    marginPercent: 15,
    applicantChargesPercent: 100,
  },
};
