/** What a gateway keeps of those who are signed in with a browser; only the hash of what they hold. */
export interface AccessTables {
  readonly sessions: {
    readonly token_hash: string;
    readonly person: string;
    readonly created_at: string;
    readonly expires_at: string;
  };
}

/** An organisation's access schema, one list of statements per version; a published version is never edited. */
export const accessMigrations: readonly (readonly string[])[] = [
  [
    `create table sessions (
      token_hash text primary key, person text not null, created_at text not null,
      expires_at text not null
    )`,
  ],
];
