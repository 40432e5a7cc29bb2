/** The application that may request tokens from the sandbox's Act-On in benchmarks. */
export const ACTON_APPLICATION = { clientId: 'bench-client', clientSecret: 'bench-secret' }
