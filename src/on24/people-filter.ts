/** Which people are asked for, in every list of people. */

/**
 * Every status, since ON24's documentation contradicts itself on what is sent without it: each row says
 * what it is. System-generated addresses are left out by ON24 itself.
 */
export const EVERY_REAL_PERSON = { userstatus: 'any', excludeanonymous: 'Y' } as const
