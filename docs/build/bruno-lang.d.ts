/** What is used of Bruno's own writer and parser, whose package has no types. */
declare module '@usebruno/lang' {
  const lang: {
    readonly jsonToBruV2: (request: object) => string;
    readonly bruToJsonV2: (text: string) => Record<string, unknown>;
    readonly envJsonToBruV2: (environment: object) => string;
    readonly bruToEnvJsonV2: (text: string) => Record<string, unknown>;
    readonly jsonToCollectionBru: (collection: object) => string;
    readonly collectionBruToJson: (text: string) => Record<string, unknown>;
  };
  export default lang;
}
