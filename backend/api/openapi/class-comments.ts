/* eslint-disable max-lines -- made by infra/tools/class-comments.mjs from the doc comments of commands and bodies; do not edit */
// prettier-ignore
/** What each class of a body says of itself and of its members. */
export const CLASS_COMMENTS: Readonly<Record<string, { readonly says: string; readonly members: Readonly<Record<string, string>> }>> = {
  AccountOrder: {
    says: "An account to register, with the password it signs in with.",
    members: {
      name: "The name to sign in with.",
      displayName: "The name that others read beside what was done.",
      kind: "A person signs in with a password; a program sends a token.",
      password: "The first password; absent for a program.",
    },
  },
  Credential: {
    says: "A name and a password, as typed.",
    members: {
      name: "The name of the account.",
      password: "Its password.",
    },
  },
  PasswordChange: {
    says: "The present password and the one to come.",
    members: {
      current: "The present password.",
      next: "The new one: at least ten characters.",
    },
  },
  TokenOrder: {
    says: "What a new token is for, and how long it is good; without a limit until it is revoked.",
    members: {
      label: "What the token is for, to know it again in the list.",
      expiresInDays: "Days until it ends by itself; absent: never.",
    },
  },
  ExportOrder: {
    says: "What to export, and how.",
    members: {
      format: "A table, a table made safe for spreadsheets, or a Darwin Core Archive.",
      search: "All that this query of `GET /specimens` finds: `family=Poaceae&country=Canada`. Without it and without ids: everything.",
      ids: "These specimens, instead of a search.",
      sort: "Order of a search, as `sort` of `GET /specimens`.",
      columns: "Columns of a table, by their names in a search.",
    },
  },
  FileChoice: {
    says: "A file that was uploaded.",
    members: {
      sha256: "Digest of its content, as the upload answered.",
      name: "As it was called where it came from.",
    },
  },
  ColumnChoice: {
    says: "What one column is read as.",
    members: {
      table: "`core`, or the extension's row type.",
      index: "From 0; absent for a value that no column carries.",
      column: "The column's header.",
      term: "Simple Darwin Core name or full URI; absent: kept as unmapped.",
      default: "What blank cells mean.",
      nulls: "Texts that mean \"absent\" in this column.",
    },
  },
  ImportChoices: {
    says: "Choices for the whole import.",
    members: {
      released: "Whether new records are shown to the public at once; not, unless said.",
    },
  },
  PreviewOrder: {
    says: "What to preview.",
    members: {
      file: "The uploaded file.",
      collectionId: "Absent: as if into a new collection.",
      mapping: "Absent: what the file itself says.",
      options: "Choices for the whole import.",
    },
  },
  ImportOrder: {
    says: "Which preview to carry out.",
    members: {
      previewJobId: "The job of a preview that has completed.",
      collectionId: "Where to; absent: as previewed, or a new collection by the preview's suggestion.",
    },
  },
  UndoOrder: {
    says: "Why an import is taken back.",
    members: {
    },
  },
  CancelOrder: {
    says: "Why an import is stopped.",
    members: {
    },
  },
  BulkChoice: {
    says: "Which specimens: one of the two.",
    members: {
      search: "The query string of a search (`GET /specimens`): all that it finds.",
      ids: "Specimens by id.",
    },
  },
  BulkDetermination: {
    says: "The same determination for all of them.",
    members: {
      identifiedBy: "Determiners in the order given.",
      basedOn: "What the opinion rests on.",
      accept: "Whether it becomes the accepted one; where there is none, the first always does.",
    },
  },
  BulkTermChange: {
    says: "What happens to one term.",
    members: {
      where: "Whatever it says, where it is or contains `was`, or where there is no value.",
      was: "What is looked for, with `is` and `contains`.",
      now: "The value, or with `contains` what takes the place of `was`; absent takes it away.",
    },
  },
  BulkCorrection: {
    says: "The same correction for all of them.",
    members: {
      changes: "What to put right, each term once.",
    },
  },
  BulkPreviewOrder: {
    says: "What to look at before it is done: `identify` or `correct`.",
    members: {
    },
  },
  BulkOrder: {
    says: "Which preview to carry out.",
    members: {
      previewJobId: "The job of a preview that has completed.",
    },
  },
  RegisterAccount: {
    says: "Opens an account for a person or a program. Its password, tokens and mail address never enter the ledger.",
    members: {
      name: "The name to sign in with.",
      displayName: "The name that others read beside what was done.",
      kind: "A person signs in with a password; a program sends a token.",
    },
  },
  GrantRole: {
    says: "Grants a role in one collection or in all.",
    members: {
      role: "What the account may do from now on.",
      collectionId: "A collection's id, or `*` for all.",
    },
  },
  WithdrawRole: {
    says: "Takes a role away.",
    members: {
      role: "The role to take away.",
      collectionId: "A collection's id, or `*`, as it was granted.",
    },
  },
  CloseAccount: {
    says: "Closes an account: nobody can sign in with it; what it did stays.",
    members: {
    },
  },
  ReopenAccount: {
    says: "Opens a closed account again, with the roles it had.",
    members: {
    },
  },
  ReserveCatalogNumber: {
    says: "Takes a catalogue number for a specimen.",
    members: {
      catalogNumber: "As written; the stream's name is made from its folded form.",
    },
  },
  ReleaseCatalogNumber: {
    says: "Gives a catalogue number back; nothing happens when another specimen holds it.",
    members: {
    },
  },
  CollectionChanges: {
    says: "What a collection says of itself; only the members given are changed.",
    members: {
      institutionCode: "Code of the institution, as in `institutionCode` of its records.",
      collectionCode: "Code of the collection, as in `collectionCode` of its records.",
      name: "Its full name, as people say it.",
      institutionID: "Identifier of the institution: ROR or GRSciColl.",
      collectionID: "Identifier of the collection: GRSciColl.",
      description: "What it holds, in a few sentences.",
      catalogNumberPattern: "A regular expression that new catalogue numbers follow.",
      parentCollectionId: "The collection this one is part of.",
    },
  },
  EstablishCollection: {
    says: "Establishes a collection; specimens are accessioned into it.",
    members: {
      institutionCode: "Code of the institution, as in `institutionCode` of its records.",
      collectionCode: "Code of the collection, as in `collectionCode` of its records.",
      name: "Its full name, as people say it.",
      institutionID: "Identifier of the institution: ROR or GRSciColl.",
      collectionID: "Identifier of the collection: GRSciColl.",
      description: "What it holds, in a few sentences.",
      catalogNumberPattern: "A regular expression that new catalogue numbers follow.",
      parentCollectionId: "The collection this one is part of.",
    },
  },
  DescribeCollection: {
    says: "Changes what a collection says of itself.",
    members: {
      changes: "The members to change.",
    },
  },
  SetLoanPolicy: {
    says: "Sets the terms on which the collection lends.",
    members: {
      defaultTermDays: "Days that a loan runs unless agreed otherwise.",
      longestTermDays: "Days that a loan may run at most, extensions included.",
      approvalsNeeded: "How many people approve a loan; the one who asked is never one of them.",
    },
  },
  StartImport: {
    says: "Begins an import: what is read as what, and from which file.",
    members: {
    },
  },
  CompleteImport: {
    says: "Ends an import that went through.",
    members: {
    },
  },
  CancelImport: {
    says: "Ends an import that a person stopped; what was written so far stays.",
    members: {
    },
  },
  FailImport: {
    says: "Ends an import that could not go on; what was written so far stays.",
    members: {
      why: "One sentence for the person who imported.",
    },
  },
  UndoImport: {
    says: "Says that an import was taken back.",
    members: {
    },
  },
  SaveSearch: {
    says: "Keeps a search under a name.",
    members: {
      ownerId: "Account that keeps it.",
      name: "What it is called in the list.",
      search: "Query string of the search page: words, filters, order, view.",
      shared: "Whether everybody who may search sees it.",
    },
  },
  RenameSavedSearch: {
    says: "Gives a saved search another name.",
    members: {
      name: "What it is called from now on.",
    },
  },
  ChangeSavedSearch: {
    says: "Puts another query under the name.",
    members: {
      search: "Query string of the search page: words, filters, order, view.",
    },
  },
  ShareSavedSearch: {
    says: "Shows a saved search to everybody who may search, or to its owner only.",
    members: {
      shared: "Whether everybody who may search sees it.",
    },
  },
  DiscardSavedSearch: {
    says: "Takes a saved search off the list.",
    members: {
    },
  },
  MeasurementEntry: {
    says: "One measurement or fact.",
    members: {
      measurementId: "Id of the new measurement: a UUID; over HTTP derived from the request.",
      terms: "measurementType, measurementValue, measurementUnit, measurementMethod, measurementDeterminedBy …",
    },
  },
  MeasureSpecimen: {
    says: "Records measurements and other facts about the specimen.",
    members: {
      measurements: "What was measured or observed, one entry each.",
    },
  },
  WithdrawMeasurement: {
    says: "Takes a measurement back. It stays readable.",
    members: {
      measurementId: "The measurement to take back.",
    },
  },
  MediaEntry: {
    says: "One picture, sound or film.",
    members: {
      mediaId: "Id of the new link: a UUID; over HTTP derived from the request.",
      terms: "identifier, accessURI, title, format, type, creator, license, rightsHolder …",
      sha256: "Content in the file store, when it is held here.",
    },
  },
  MediaChangeEntry: {
    says: "Old and new value of one term of a picture, sound or film.",
    members: {
      term: "As in the terms of the link: `title`, `creator` …",
      was: "The value now in the record; absent when there is none.",
      now: "The value it should have; absent to take it away.",
    },
  },
  AttachMedia: {
    says: "Links media to the specimen.",
    members: {
      media: "The pictures, sounds or films, one entry each.",
    },
  },
  CorrectMedia: {
    says: "Puts right what is said of a picture, sound or film; each change says the value that was seen.",
    members: {
      mediaId: "The link whose description is wrong.",
      changes: "What to put right, each term once.",
    },
  },
  DetachMedia: {
    says: "Takes a link to media away; the file itself stays.",
    members: {
      mediaId: "The link to take away.",
    },
  },
  SupplementSpecimen: {
    says: "Keeps rows of a source's extension that this version has no meaning for. Asked by imports only.",
    members: {
      rowType: "The extension's row type, a URI.",
    },
  },
  WithdrawSupplement: {
    says: "Takes rows of an extension back, all that are like these. Asked by imports only.",
    members: {
      rowType: "The extension's row type, a URI.",
    },
  },
  TermChangeEntry: {
    says: "Old and new value of one term, or of the absence of one.",
    members: {
      term: "Simple Darwin Core name, or the full URI of another vocabulary's term.",
      was: "The value now in the record; absent when there is none.",
      now: "The value it should have; absent to take it away.",
    },
  },
  IdentificationEntry: {
    says: "A determination as it is given.",
    members: {
      identificationId: "Id of the new opinion: a UUID; over HTTP derived from the request.",
      terms: "Terms of the determination, e.g. scientificName, identificationQualifier, typeStatus, dateIdentified, identificationRemarks.",
      identifiedBy: "Determiners in the order given.",
      identifiedByID: "Their identifiers (ORCID, Wikidata …) in the same order.",
      taxonId: "The collection's own taxon, when linked.",
      basedOn: "What the opinion rests on: label, photograph, sequence, literature …",
    },
  },
  AccessionSpecimen: {
    says: "Enters a new specimen into a collection, with its first determination where there is one.",
    members: {
      collectionId: "The collection it becomes part of.",
      terms: "Terms of the specimen and its collecting event, as on the label.",
      released: "Whether the public may see it; not, unless said.",
      identification: "The first determination; it is the accepted one.",
    },
  },
  CorrectSpecimen: {
    says: "Puts wrong values right; each change says the value that was seen, so that nobody overwrites what they have not read.",
    members: {
      changes: "What to put right, each term once.",
      reason: "Why, from the closed list.",
    },
  },
  IdentifySpecimen: {
    says: "Adds a determination: an opinion beside the earlier ones. The first is accepted; a later one only when asked.",
    members: {
      identificationId: "Id of the new opinion: a UUID; over HTTP derived from the request.",
      terms: "Terms of the determination, e.g. scientificName, identificationQualifier, typeStatus, dateIdentified, identificationRemarks.",
      identifiedBy: "Determiners in the order given.",
      identifiedByID: "Their identifiers (ORCID, Wikidata …) in the same order.",
      taxonId: "The collection's own taxon, when linked.",
      basedOn: "What the opinion rests on: label, photograph, sequence, literature …",
      accept: "Whether this becomes the accepted opinion at once.",
    },
  },
  AcceptIdentification: {
    says: "Makes an opinion the accepted one; the one accepted before steps back in the same event.",
    members: {
      identificationId: "The opinion to accept.",
    },
  },
  VerifyIdentification: {
    says: "Confirms an opinion without making another.",
    members: {
      identificationId: "The opinion that is confirmed.",
      verifiedBy: "Who confirms it, when it is not the person signed in.",
    },
  },
  WithdrawIdentification: {
    says: "Takes an opinion back. It stays readable; when it was accepted, its successor is named.",
    members: {
      identificationId: "The opinion to take back.",
      successor: "Which opinion is accepted from now on; needed when the accepted one is withdrawn and several remain.",
    },
  },
  UpdateIdentificationNomenclature: {
    says: "Follows a change of name (combination, spelling, authorship) where the opinion itself stays as it was.",
    members: {
      identificationId: "The opinion whose name changed.",
      changes: "What of the name changed, each term once.",
    },
  },
  GeoreferenceSpecimen: {
    says: "Adds an opinion about where the specimen was collected. The first is accepted; a later one only when asked.",
    members: {
      georeferenceId: "Id of the new georeference: a UUID; over HTTP derived from the request.",
      terms: "decimalLatitude, decimalLongitude, geodeticDatum, coordinateUncertaintyInMeters, georeferencedBy, georeferencedDate …",
      accept: "Whether this becomes the accepted one at once.",
    },
  },
  AcceptGeoreference: {
    says: "Makes a georeference the accepted one.",
    members: {
      georeferenceId: "The georeference to accept.",
    },
  },
  ConfirmFinding: {
    says: "Confirms that what looks doubtful stands on the label just so.",
    members: {
      issue: "The doubt by its name, such as COUNTRY_COORDINATE_MISMATCH.",
      values: "The values that were compared with the label; the doubt comes back when one of them changes.",
    },
  },
  ReleaseSpecimen: {
    says: "Shows the record to the public.",
    members: {
    },
  },
  WithholdSpecimen: {
    says: "Hides the record from the public.",
    members: {
    },
  },
  VoidSpecimenRecord: {
    says: "Strikes the record through: entered by mistake. It stays readable and its number becomes free.",
    members: {
      duplicateOf: "The record that stays, when this one is its duplicate.",
    },
  },
  ReinstateSpecimenRecord: {
    says: "Brings a struck-through record back.",
    members: {
    },
  },
};
