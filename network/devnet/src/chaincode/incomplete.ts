/** What a peer says of a request that can be read and lacks a part without which it means nothing. */
export const INCOMPLETE = 'panic during execution';
