/**
 * Everything that a user can sign in as. The account name is an identity as well; it goes with the userPrincipalName
 * and is not kept (Graph page "objectIdentity resource type").
 */
export function identitiesOf(kept: unknown, userPrincipalName: string): readonly unknown[] {
  const issuer = userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1)
  const own = { signInType: 'userPrincipalName', issuer, issuerAssignedId: userPrincipalName }
  return [...(Array.isArray(kept) ? kept : []), own]
}
