/** Act-On's hosts. Both serve every account; the European one keeps traffic on European resources. */
export const ACT_ON_ORIGINS = {
  na: 'https://api.actonsoftware.com',
  eu: 'https://api-eu.actonsoftware.com',
} as const
