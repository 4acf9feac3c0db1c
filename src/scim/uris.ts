/** Schema names of SCIM 2.0 (RFC 7643 section 8.7, RFC 7644 section 3.7). */
export const bulkRequestSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
export const coreUserSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const enterpriseUserSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
