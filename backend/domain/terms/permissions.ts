/** The seven roles, granted per collection; see the permission table below for what each may do. */
export const ROLES = [
  'public',
  'viewer',
  'data-entry',
  'curator',
  'collection-manager',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

/** What can be permitted. Reading rights end in `.read`. */
export const PERMISSIONS = [
  'specimen.read',
  'specimen.read-released',
  'specimen.accession',
  'specimen.correct',
  'specimen.identify',
  'specimen.accept',
  'specimen.withdraw',
  'specimen.georeference',
  'specimen.measure',
  'specimen.attach-media',
  'specimen.release',
  'specimen.void',
  'collection.describe',
  'collection.establish',
  'import.read',
  'import.run',
  'export.run',
  'audit.read',
  'account.read',
  'account.manage',
  'security-log.read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const SCIENTIFIC: readonly Permission[] = [
  'specimen.read',
  'specimen.accession',
  'specimen.correct',
  'specimen.identify',
  'specimen.accept',
  'specimen.withdraw',
  'specimen.georeference',
  'specimen.measure',
  'specimen.attach-media',
  'specimen.release',
  'specimen.void',
];

/** The one permission table: role → what it may do in the collections it is granted for. */
export const PERMISSION_TABLE: Readonly<Record<Role, readonly Permission[]>> = {
  public: ['specimen.read-released'],
  viewer: ['specimen.read', 'import.read', 'export.run'],
  'data-entry': [
    'specimen.read',
    'specimen.accession',
    'specimen.identify',
    'specimen.measure',
    'specimen.attach-media',
    'import.read',
    'export.run',
  ],
  curator: [...SCIENTIFIC, 'import.read', 'import.run', 'export.run', 'audit.read'],
  'collection-manager': [
    'specimen.read',
    'specimen.accession',
    'specimen.attach-media',
    'specimen.release',
    'collection.describe',
    'import.read',
    'import.run',
    'export.run',
    'audit.read',
  ],
  auditor: ['specimen.read', 'import.read', 'export.run', 'audit.read', 'account.read', 'security-log.read'],
  administrator: [
    'specimen.read',
    'collection.establish',
    'collection.describe',
    'import.read',
    'export.run',
    'audit.read',
    'account.read',
    'account.manage',
    'security-log.read',
  ],
};

/** A role held on one collection (`*`: on all). */
export interface Grant {
  readonly role: Role;
  readonly collectionId: string;
}

/** Whether any of the grants permits this in this collection; without a collection, in any. */
export function permits(grants: readonly Grant[], permission: Permission, collectionId?: string): boolean {
  return grantFor(grants, permission, collectionId) !== undefined;
}

/** The grant by which this is permitted: its role is what an event's actor carries. */
export function grantFor(grants: readonly Grant[], permission: Permission, collectionId?: string): Grant | undefined {
  return grants.find(
    (grant) =>
      (collectionId === undefined || grant.collectionId === '*' || grant.collectionId === collectionId) &&
      PERMISSION_TABLE[grant.role].includes(permission),
  );
}

const READING: ReadonlySet<Permission> = new Set(
  PERMISSIONS.filter((permission) => /\.(read|read-released)$/.test(permission) || permission === 'export.run'),
);

/** Whether a role may change anything at all. */
export function isWritingRole(role: Role): boolean {
  return PERMISSION_TABLE[role].some((permission) => !READING.has(permission));
}

/** Whether one account may hold both: an auditor never writes in a collection that they audit. */
export function mayCombine(one: Grant, other: Grant): boolean {
  const auditing = one.role === 'auditor' || other.role === 'auditor';
  const writing = isWritingRole(one.role) || isWritingRole(other.role);
  return !(auditing && writing && overlap(one.collectionId, other.collectionId));
}

function overlap(one: string, other: string): boolean {
  return one === other || one === '*' || other === '*';
}
